package cn.laohekou.hub.security.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A system's second client is that system and no other, and counts until it was replaced. */
final class RealmClientsTest {

    private final Set<String> ended = new HashSet<>();
    private final TokenVerifier verifier = new TokenVerifier(
            TokenRules.of(Realm.ISSUER, "hub"),
            new Realm(),
            new MovableClock(Realm.NOW),
            TokenVerifier.DEFAULT_CACHE,
            caller -> {},
            caller -> ended.contains(caller.client()));

    private static String token(String client, @Nullable String mark) {
        var claims = Realm.systemClaims();
        claims.setStringClaim("azp", client);
        if (mark == null) {
            claims.unsetClaim("hub_system");
        } else {
            claims.setStringClaim("hub_system", mark);
        }
        return Realm.sign(claims);
    }

    private @Nullable Caller caller(String token) {
        return verifier.verify(token) instanceof Verification.Verified<Caller> good ? good.who() : null;
    }

    @Test
    void bothClientsOfASystemAreThatSystem() {
        assertThat(caller(token("city-centre", "city-centre")))
                .extracting(Caller::system, Caller::client)
                .containsExactly("city-centre", "city-centre");
        assertThat(caller(token("city-centre.2", "city-centre")))
                .extracting(Caller::system, Caller::client)
                .containsExactly("city-centre", "city-centre.2");
    }

    @Test
    void aSecondClientWithoutTheMarkOfItsSystemIsNobody() {
        assertThat(caller(token("city-centre.2", null))).isNull();
        assertThat(caller(token("city-centre.2", "other-office"))).isNull();
        assertThat(caller(token("city-centre.2", "city-centre.2"))).isNull();
        assertThat(caller(token(".2", ""))).isNull();
    }

    @Test
    void aMarkNamesNoOtherSystemThanTheClientsOwn() {
        assertThat(caller(token("city-centre", "other-office")))
                .extracting(Caller::system)
                .isEqualTo("city-centre");
    }

    @Test
    void aClientThatWasReplacedCountsNoMoreEvenWhileItsTokenIsRemembered() {
        String former = token("city-centre", "city-centre");
        String fresh = token("city-centre.2", "city-centre");
        assertThat(caller(former)).isNotNull();
        assertThat(caller(fresh)).isNotNull();
        assertThat(verifier.cached(former)).isNotNull();

        ended.add("city-centre");

        assertThat(verifier.cached(former)).isNull();
        assertThat(verifier.verify(former)).isEqualTo(new Verification.Rejected<Caller>(TokenFault.REVOKED));
        assertThat(verifier.cached(fresh)).isNotNull();
    }

    @Test
    void namesAndSlotsBelongTogether() {
        for (int slot = 1; slot <= 2; slot++) {
            assertThat(RealmClients.slot(RealmClients.of("city-centre", slot))).isEqualTo(slot);
        }
    }
}
