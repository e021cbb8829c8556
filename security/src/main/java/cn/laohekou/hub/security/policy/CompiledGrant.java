package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.JsonFilter;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A grant ready for decisions. Immutable and safe for any thread. */
public final class CompiledGrant {

    private final Grant grant;
    private final List<Finding> findings;
    private final @Nullable JsonFilter filter;
    private final List<Network> networks;
    private final long[] windows;

    CompiledGrant(
            Grant grant, List<Finding> findings, @Nullable JsonFilter filter, List<Network> networks, long[] windows) {
        this.grant = grant;
        this.findings = List.copyOf(findings);
        this.filter = filter;
        this.networks = List.copyOf(networks);
        this.windows = windows;
    }

    /** The grant as approved. */
    public Grant grant() {
        return grant;
    }

    /** What of the grant nobody can enforce; such a grant permits nothing. */
    public List<Finding> findings() {
        return findings;
    }

    /** Whether everything the grant names is enforced. */
    public boolean enforceable() {
        return findings.isEmpty() && filter != null;
    }

    /**
     * Reduces answers to what the grant releases.
     *
     * @throws IllegalStateException when the grant is not {@link #enforceable()}; a permitted one always is
     */
    public JsonFilter filter() {
        if (filter == null) {
            throw new IllegalStateException("grant " + grant.id() + " cannot be enforced");
        }
        return filter;
    }

    boolean hasWindows() {
        return windows.length > 0;
    }

    /** Whether a time of day, in nanoseconds since midnight, lies in one of the windows. */
    boolean inWindow(long nanoOfDay) {
        for (int i = 0; i < windows.length; i += 2) {
            long from = windows[i];
            long until = windows[i + 1];
            boolean inside =
                    from < until ? nanoOfDay >= from && nanoOfDay < until : nanoOfDay >= from || nanoOfDay < until;
            if (inside) {
                return true;
            }
        }
        return false;
    }

    /** Whether calls from the address are allowed; an unknown address only when any is. */
    boolean allows(@Nullable InetAddress source) {
        if (networks.isEmpty()) {
            return true;
        }
        if (source == null) {
            return false;
        }
        byte[] address = source.getAddress();
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** Names the grant without its conditions. */
    @Override
    public String toString() {
        return grant.id() + "/" + grant.revision();
    }
}
