package cn.laohekou.hub.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class VerifiedTokenCacheTest {

    private static final Caller CALLER = new Caller("city-centre", "11420682MB0000001A", 100, null);

    private final VerifiedTokenCache cache = new VerifiedTokenCache(10);

    private void put(String token) {
        cache.put(token, CALLER, 1, cache.stamp());
    }

    @Test
    void onlyTheVeryTokenIsFound() {
        put("header.payload.signature");

        assertThat(cache.get("header.payload.signature", 1, 50)).isEqualTo(CALLER);
        assertThat(cache.get("header.payload.signaturf", 1, 50)).isNull();
        assertThat(cache.get("header.payload.signature ", 1, 50)).isNull();
        assertThat(cache.get("", 1, 50)).isNull();
    }

    @Test
    void charactersNoTokenHoldsMatchNothing() {
        put("a?c");

        assertThat(cache.get("a?c", 1, 50)).isEqualTo(CALLER);
        assertThat(cache.get("abc", 1, 50)).isNull();
        put("a.b");
        assertThat(cache.get("a老b", 1, 50)).isNull();
    }

    @Test
    void nothingIsReturnedAtOrPastExpiry() {
        put("t");

        assertThat(cache.get("t", 1, 99)).isEqualTo(CALLER);
        assertThat(cache.get("t", 1, 100)).isNull();
        assertThat(cache.get("t", 1, 101)).isNull();
    }

    @Test
    void nothingVerifiedUnderOtherKeysIsReturned() {
        put("t");

        assertThat(cache.get("t", 2, 50)).isNull();
    }

    @Test
    void whatWasBeingVerifiedDuringAClearIsNotRemembered() {
        long before = cache.stamp();

        cache.clear();
        cache.put("t", CALLER, 1, before);

        assertThat(cache.get("t", 1, 50)).isNull();
        assertThat(cache.size()).isZero();
    }

    @Test
    void itStaysWithinItsCapacityAndKeepsWhatIsUsed() {
        put("used");
        for (int i = 0; i < 1000; i++) {
            put("token-" + i);
            assertThat(cache.get("used", 1, 50)).isEqualTo(CALLER);
            assertThat(cache.size()).isLessThanOrEqualTo(10);
        }
        assertThat(cache.get("token-0", 1, 50)).isNull();
    }

    @Test
    void aCapacityBelowTwoIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new VerifiedTokenCache(1));
    }
}
