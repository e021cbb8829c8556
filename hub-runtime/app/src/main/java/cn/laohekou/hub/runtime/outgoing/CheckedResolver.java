package cn.laohekou.hub.runtime.outgoing;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.OutgoingGuard;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The hub's {@link OutgoingGuard}: resolves, then checks each resolved address, then returns the first that is allowed.
 * Address literals are checked without leaving the calling thread; names are resolved on the executor, and the platform's
 * own cache answers repeated look-ups.
 */
public final class CheckedResolver implements OutgoingGuard {

    /** Looks a name up; blocking. */
    @FunctionalInterface
    public interface NameLookup {
        /**
         * Looks a name up.
         *
         * @param host the name
         * @return its addresses, at least one
         * @throws UnknownHostException when there is none
         */
        List<InetAddress> addresses(String host) throws UnknownHostException;
    }

    private final Supplier<OutgoingPolicy> policy;
    private final NameLookup names;
    private final Executor blocking;

    /**
     * @param policy the list in force now
     * @param names how names are looked up
     * @param blocking runs look-ups
     */
    public CheckedResolver(Supplier<OutgoingPolicy> policy, NameLookup names, Executor blocking) {
        this.policy = policy;
        this.names = names;
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<InetAddress> resolve(String connector, String host, int port) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        try {
            if (literal != null) {
                return CompletableFuture.completedFuture(
                        check(connector, List.of(InetAddress.getByAddress(literal)), port));
            }
        } catch (ConnectorFault | UnknownHostException e) {
            return CompletableFuture.failedFuture(e);
        }
        return CompletableFuture.supplyAsync(() -> lookUp(connector, host, port), blocking);
    }

    private InetAddress lookUp(String connector, String host, int port) {
        try {
            return check(connector, names.addresses(host), port);
        } catch (UnknownHostException e) {
            throw new CompletionException(
                    new ConnectorFault(FaultCode.COUNTERPART_DOWN, "the counterpart's name does not resolve"));
        } catch (ConnectorFault e) {
            throw new CompletionException(e);
        }
    }

    private InetAddress check(String connector, List<InetAddress> addresses, int port) throws ConnectorFault {
        OutgoingPolicy now = policy.get();
        for (InetAddress address : addresses) {
            if (now.permits(connector, address, port)) {
                return address;
            }
        }
        throw new ConnectorFault(
                FaultCode.ADDRESS_NOT_ALLOWED,
                "the security team has not allowed this address and port for the connector's department");
    }
}
