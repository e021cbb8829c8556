package cn.laohekou.hub.runtime.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.runtime.api.TestAuthority.Holder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Second factors other than a security key, asked of the real identity server over TLS: client certificates count,
 * one-time passwords only where the realm's setting says so.
 */
class SecondFactorTest {

    private static final String PASSWORD_FORM = "kc-form-login";
    private static final String TOTP_FORM = "kc-otp-login-form";
    private static final String STRONG = "cryptographic";

    private static TestAuthority authority;
    private static TlsRealm realm;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        authority = new TestAuthority("Authority of the tests");
        realm = TlsRealm.start(folder, authority);
    }

    @AfterAll
    static void stop() {
        realm.close();
    }

    private static SignInPages browser(String address, @Nullable Holder presented) throws Exception {
        return new SignInPages(authority.client(presented), address);
    }

    /** The page behind the password. */
    private static SignInPages.Page afterPassword(SignInPages browser, String user)
            throws IOException, InterruptedException {
        SignInPages.Page first = browser.open();
        assertThat(first.asksFor(PASSWORD_FORM)).as(first.html()).isTrue();
        return browser.fill(first, Map.of("username", user, "password", TlsRealm.PASSWORD));
    }

    private static void refusedWith(Holder presented) throws Exception {
        SignInPages.Page page = afterPassword(browser(realm.usual(), presented), TlsRealm.FIRST);

        assertThat(page.signedIn()).isFalse();
    }

    /** RFC 6238 with the usual 30 seconds and 6 digits. */
    private static String totp(Instant at) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(TlsRealm.SEED.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] digest = mac.doFinal(
                ByteBuffer.allocate(8).putLong(at.getEpochSecond() / 30).array());
        int number = ByteBuffer.wrap(digest, digest[digest.length - 1] & 15, 4).getInt() & Integer.MAX_VALUE;
        return "%06d".formatted(number % 1_000_000);
    }

    @Test
    void passwordAndOwnCertificateAreASecondFactorOfACryptographicKind() throws Exception {
        SignInPages browser = browser(realm.usual(), authority.person(TlsRealm.FIRST));
        SignInPages.Page page = afterPassword(browser, TlsRealm.FIRST);

        assertThat(page.signedIn()).as(page.html()).isTrue();
        String token = browser.token(page);
        assertThat(Jwt.claims(token).path("acr").asText()).isEqualTo(STRONG);
        assertThat(Jwt.claims(token).path("preferred_username").asText()).isEqualTo(TlsRealm.FIRST);
        assertThat(Jwt.claims(token).path("auth_time").asLong())
                .isGreaterThan(Instant.now().getEpochSecond() - 120);
    }

    @Test
    void aCertificateAloneSignsNobodyIn() throws Exception {
        SignInPages browser = browser(realm.usual(), authority.person(TlsRealm.FIRST));

        SignInPages.Page page =
                browser.fill(browser.open(), Map.of("username", TlsRealm.FIRST, "password", "Not-the-password-1"));

        assertThat(page.signedIn()).isFalse();
        assertThat(page.asksFor(PASSWORD_FORM)).isTrue();
    }

    @Test
    void withoutACertificateThereIsNoSecondFactor() throws Exception {
        SignInPages.Page page = afterPassword(browser(realm.usual(), null), TlsRealm.FIRST);

        assertThat(page.signedIn()).isFalse();
    }

    @Test
    void somebodyElsesCertificateIsRefused() throws Exception {
        refusedWith(authority.person(TlsRealm.SECOND));
    }

    @Test
    void aCertificateOfNobodyInTheRealmIsRefused() throws Exception {
        refusedWith(authority.person("wu-ci-ren"));
    }

    @Test
    void certificatesThatAreForServersOrHaveExpiredAreRefused() throws Exception {
        String name = "CN=" + TlsRealm.FIRST;
        Instant soon = Instant.now().plus(Duration.ofHours(1));
        connectionRefused(authority.issue(name, KeyPurposeId.id_kp_serverAuth, soon));
        connectionRefused(authority.issue(
                name, KeyPurposeId.id_kp_clientAuth, Instant.now().minusSeconds(60)));
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
        // The same name as the trusted one, another key.
        Holder forged = new TestAuthority("Authority of the tests").person(TlsRealm.FIRST);

        connectionRefused(forged);
    }

    private static void connectionRefused(Holder presented) {
        assertThatThrownBy(() -> afterPassword(browser(realm.usual(), presented), TlsRealm.FIRST))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aOneTimePasswordIsNeitherAskedForNorTakenUnlessTheRealmsSettingAllowsIt() throws Exception {
        SignInPages browser = browser(realm.usual(), null);
        SignInPages.Page page = afterPassword(browser, TlsRealm.FIRST);
        assertThat(page.asksFor(TOTP_FORM)).isFalse();

        SignInPages.Page answered = browser.fill(page, Map.of("otp", totp(Instant.now())));

        assertThat(answered.signedIn()).isFalse();
    }

    @Test
    void whereTheSettingAllowsItAOneTimePasswordIsTakenOnce() throws Exception {
        SignInPages browser = browser(realm.withTotp(), null);
        SignInPages.Page page = afterPassword(browser, TlsRealm.FIRST);
        assertThat(page.asksFor(TOTP_FORM)).as(page.html()).isTrue();
        String code = totp(Instant.now());

        SignInPages.Page answered = browser.fill(page, Map.of("otp", code));

        assertThat(answered.signedIn()).as(answered.html()).isTrue();
        assertThat(Jwt.claims(browser.token(answered)).path("acr").asText()).isEqualTo(STRONG);
        SignInPages replaying = browser(realm.withTotp(), null);
        assertThat(replaying
                        .fill(afterPassword(replaying, TlsRealm.FIRST), Map.of("otp", code))
                        .signedIn())
                .as("the same one again")
                .isFalse();
    }

    @Test
    void guessingOneTimePasswordsLocksTheAccount() throws Exception {
        SignInPages browser = browser(realm.withTotp(), null);
        SignInPages.Page page = afterPassword(browser, TlsRealm.SECOND);
        for (int i = 0; i < 6; i++) {
            page = browser.fill(page, Map.of("otp", "00000" + i));
            assertThat(page.signedIn()).isFalse();
        }

        SignInPages.Page right = browser.fill(page, Map.of("otp", totp(Instant.now())));

        assertThat(right.signedIn()).as("even the right one").isFalse();
    }
}
