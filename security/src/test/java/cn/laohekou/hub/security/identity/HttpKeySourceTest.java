package cn.laohekou.hub.security.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cn.laohekou.hub.security.identity.KeySource.Lookup;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpKeySourceTest {

    private static final HttpKeySource.Times TIMES = new HttpKeySource.Times(
            Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(20));

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger status = new AtomicInteger(200);
    private volatile String body = Realm.jwks(Realm.RSA, Realm.EC);
    private final MovableClock clock = new MovableClock(Realm.NOW);
    private HttpServer server;
    private HttpKeySource source;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/certs", exchange -> {
            requests.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status.get(), bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        source = source(TIMES);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpKeySource source(HttpKeySource.Times times) {
        return new HttpKeySource(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs"),
                HttpClient.newHttpClient(),
                times,
                clock);
    }

    @Test
    void keysAreFetchedOnceAndThenKept() {
        assertThat(source.available()).isFalse();

        assertThat(source.find("rsa-1")).isEqualTo(new Lookup.Found(Realm.RSA.getRsaPublicKey()));
        assertThat(source.find("ec-1")).isEqualTo(new Lookup.Found(Realm.EC.getECPublicKey()));

        assertThat(source.available()).isTrue();
        assertThat(requests).hasValue(1);
    }

    @Test
    void anUnknownKeyIdFetchesAgainButNotWithinThePause() {
        source.find("rsa-1");
        body = Realm.jwks(Realm.OTHER_RSA);

        assertThat(source.find("rsa-2")).isInstanceOf(Lookup.Unknown.class);
        assertThat(source.find("nonsense")).isInstanceOf(Lookup.Unknown.class);
        assertThat(requests).hasValue(1);
        clock.advance(Duration.ofSeconds(10));

        assertThat(source.find("rsa-2")).isEqualTo(new Lookup.Found(Realm.OTHER_RSA.getRsaPublicKey()));
        assertThat(source.find("rsa-1")).isInstanceOf(Lookup.Unknown.class);
        assertThat(requests).hasValue(2);
    }

    @Test
    void theGenerationChangesOnlyWithTheKeys() {
        source.find("rsa-1");
        long before = source.generation();
        clock.advance(Duration.ofSeconds(10));
        assertThat(source.refresh()).isTrue();
        assertThat(source.generation()).isEqualTo(before);

        body = Realm.jwks(Realm.RSA);
        clock.advance(Duration.ofSeconds(10));
        assertThat(source.refresh()).isTrue();

        assertThat(source.generation()).isNotEqualTo(before);
    }

    @Test
    void oldKeysAreRefreshedInTheBackground() {
        source.find("rsa-1");
        body = Realm.jwks(Realm.EC);
        long before = source.generation();
        clock.advance(Duration.ofMinutes(5));

        Awaitility.await().until(() -> source.generation() != before);

        assertThat(source.find("rsa-1")).isInstanceOf(Lookup.Unknown.class);
    }

    @Test
    void keysOutliveTheirRealmUntilTheirGreatestAge() {
        source.find("rsa-1");
        long before = source.generation();
        server.stop(0);

        clock.advance(Duration.ofMinutes(59));
        assertThat(source.find("rsa-1")).isInstanceOf(Lookup.Found.class);
        assertThat(source.generation()).isEqualTo(before);
        assertThat(source.find("rsa-2")).as("it may be new").isInstanceOf(Lookup.Unavailable.class);

        clock.advance(Duration.ofMinutes(1));
        assertThat(source.find("rsa-1")).isInstanceOf(Lookup.Unavailable.class);
        assertThat(source.generation())
                .as("what was verified with them is forgotten")
                .isNotEqualTo(before);
        assertThat(source.available()).isFalse();
    }

    @Test
    void aRealmThatNeverAnsweredHasNoKeys() {
        server.stop(0);

        assertThat(source.find("rsa-1")).isInstanceOf(Lookup.Unavailable.class);
        assertThat(source.refresh()).isFalse();
    }

    @Test
    void anAnswerThatIsNoKeySetChangesNothing() {
        source.find("rsa-1");
        long before = source.generation();
        for (String answer :
                new String[] {"", "<html>", "{}", "{\"keys\":[]}", "{\"keys\":5}", "[]", " ".repeat(300_000)}) {
            body = answer;
            clock.advance(Duration.ofSeconds(10));
            assertThat(source.refresh())
                    .as("answer of %d characters", answer.length())
                    .isFalse();
        }
        body = Realm.jwks(Realm.OTHER_RSA);
        status.set(500);
        clock.advance(Duration.ofSeconds(10));

        assertThat(source.refresh()).isFalse();
        assertThat(source.find("rsa-1")).isInstanceOf(Lookup.Found.class);
        assertThat(source.generation()).isEqualTo(before);
    }

    @Test
    void aKeySetLargerThanAnyRealmsIsNotRead() {
        body = Realm.jwks(Realm.RSA) + " ".repeat(300_000);

        assertThat(source.find("rsa-1")).isInstanceOf(Lookup.Unavailable.class);
    }

    @Test
    void aRealmThatHangsIsGivenUp() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.createContext("/hang", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        HttpKeySource hanging = new HttpKeySource(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hang"),
                HttpClient.newHttpClient(),
                new HttpKeySource.Times(
                        Duration.ZERO, Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofMillis(50)),
                clock);

        assertThat(hanging.find("rsa-1")).isInstanceOf(Lookup.Unavailable.class);
        end.countDown();
    }

    @Test
    void keysThatMustNotSignAreLeftOut() throws JoseException {
        RsaJsonWebKey weak = RsaJwkGenerator.generateJwk(1024);
        weak.setKeyId("weak");
        RsaJsonWebKey encryption = RsaJwkGenerator.generateJwk(2048);
        encryption.setKeyId("encryption");
        encryption.setUse("enc");
        EllipticCurveJsonWebKey otherCurve = EcJwkGenerator.generateJwk(EllipticCurves.P384);
        otherCurve.setKeyId("p384");
        OctetSequenceJsonWebKey secret = new OctetSequenceJsonWebKey(new HmacKey(new byte[32]));
        secret.setKeyId("secret");
        RsaJsonWebKey nameless = new RsaJsonWebKey(Realm.OTHER_RSA.getRsaPublicKey());

        assertThat(JwkSet.keys(Realm.jwks(weak, encryption, otherCurve, secret, nameless, Realm.RSA)))
                .containsOnlyKeys("rsa-1");
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        Duration second = Duration.ofSeconds(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpKeySource.Times(second.negated(), second, second, second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpKeySource.Times(second, second.multipliedBy(2), second, second));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HttpKeySource.Times(second, second, second, Duration.ZERO));
    }

    @Test
    void rulesThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRules.of(" ", "hub"));
        assertThatIllegalArgumentException().isThrownBy(() -> TokenRules.of("issuer", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenRules("issuer", "hub", Duration.ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new TokenRules("issuer", "hub", Duration.ofMinutes(6)));
    }
}
