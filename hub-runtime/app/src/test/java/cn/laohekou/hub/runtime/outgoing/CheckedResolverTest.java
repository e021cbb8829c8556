package cn.laohekou.hub.runtime.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedResolverTest {

    private static final String DEPARTMENT = "11420682MB1234567X";
    private final Deque<String> dns = new ArrayDeque<>();

    @Test
    void anAllowedBlockIsReachableAtItsPortOnly() {
        CheckedResolver guard = guard(AllowedAddress.of("10.42.0.0/24", 8080));

        assertThat(resolve(guard, "10.42.0.9", 8080).getHostAddress()).isEqualTo("10.42.0.9");
        assertRefused(guard, "10.42.0.9", 8081);
        assertRefused(guard, "10.42.1.9", 8080);
    }

    @Test
    void aConnectorOfAnotherDepartmentReachesNothing() {
        CheckedResolver guard = guard(AllowedAddress.of("10.42.0.0/24", 8080));
        assertThatThrownBy(() -> guard.resolve("unknown", "10.42.0.9", 8080)
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(CompletionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0", "169.254.169.254", "fe80::1", "224.0.0.1"})
    void specialAddressesNeedAnEntryOfTheirOwn(String address) {
        assertRefused(guard(AllowedAddress.of("0.0.0.0/0", 80), AllowedAddress.of("::/0", 80)), address, 80);
        assertThat(resolve(guard(AllowedAddress.of(address, 80)), address, 80)).isNotNull();
    }

    @Test
    void theHubsOwnPortsAreNeverReachable() {
        assertRefused(guard(AllowedAddress.of("127.0.0.1", 9000)), "127.0.0.1", 9000);
    }

    @Test
    void aNameThatChangesItsAddressBetweenCallsIsCheckedEachTime() {
        CheckedResolver guard = guard(AllowedAddress.of("10.42.0.0/24", 80));
        dns.add("10.42.0.5");
        dns.add("127.0.0.1");

        assertThat(resolve(guard, "counterpart.example", 80).getHostAddress()).isEqualTo("10.42.0.5");
        assertRefused(guard, "counterpart.example", 80);
    }

    @Test
    void aNameThatDoesNotResolveIsACounterpartThatIsDown() {
        assertThatThrownBy(() -> resolve(guard(), "nowhere.example", 80))
                .cause()
                .isInstanceOfSatisfying(
                        ConnectorFault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.COUNTERPART_DOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"counterpart.example", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", ""})
    void anEntryThatIsNoAddressBlockIsRefusedWithASentence(String block) {
        assertThatThrownBy(() -> AllowedAddress.of(block, 80)).isInstanceOf(IllegalArgumentException.class);
    }

    private CheckedResolver guard(AllowedAddress... entries) {
        OutgoingPolicy policy = new OutgoingPolicy(
                Map.of("civil-affairs", DEPARTMENT), Map.of(DEPARTMENT, List.of(entries)), Set.of(9000));
        return new CheckedResolver(() -> policy, this::lookUp, Runnable::run);
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        String next = dns.poll();
        if (next == null) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getByName(next));
    }

    private static InetAddress resolve(CheckedResolver guard, String host, int port) {
        return guard.resolve("civil-affairs", host, port).toCompletableFuture().join();
    }

    private static void assertRefused(CheckedResolver guard, String host, int port) {
        assertThatThrownBy(() -> resolve(guard, host, port))
                .cause()
                .isInstanceOfSatisfying(
                        ConnectorFault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.ADDRESS_NOT_ALLOWED));
    }
}
