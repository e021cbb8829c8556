package cn.laohekou.hub.runtime.credential;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.json;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.runtime.keys.JdbcKeyShelf;
import cn.laohekou.hub.runtime.keys.KeyDirectory;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.crypto.KeyId;
import cn.laohekou.hub.security.crypto.KeyKind;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.KeyUnavailable;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.Signed;
import cn.laohekou.hub.security.crypto.Sm2;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.signature.Credential;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.SignatureAlgorithm;
import cn.laohekou.hub.security.signature.SignatureKey;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials of systems, keys of the hub and replays, on the real database. */
class CredentialsTest {

    private static final String SYSTEM = "city-operation";
    private static final byte[] MESSAGE = "signed".getBytes(StandardCharsets.UTF_8);

    private RegistryFixture fixture;
    private Registry registry;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture().withCity();
        registry = fixture.registry;
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private ObjectNode add(String body) {
        return registry.credentials().add(by(CITY_OPERATOR), SYSTEM, json(body));
    }

    private @Nullable Credential known(String keyId) {
        return registry.state().current().credentials().key(keyId);
    }

    private static String pem(byte[] der) {
        return "-----BEGIN PUBLIC KEY-----\\n" + Base64.getEncoder().encodeToString(der)
                + "\\n-----END PUBLIC KEY-----";
    }

    @Test
    void aSecretIsShownOnceAndVerifiesFromThenOn() throws SQLException {
        ObjectNode added = add("{'kind':'signature-secret','algorithm':'hmac-sha256','convention':'gjgxjhpt'}");
        String secret = added.path("secret").asText();
        Credential credential = Objects.requireNonNull(known(added.path("keyId").asText()));
        SignatureKey theirs =
                SignatureKey.secret(SignatureAlgorithm.HMAC_SHA256, secret.getBytes(StandardCharsets.US_ASCII));

        assertThat(Objects.requireNonNull(credential.key()).verify(MESSAGE, theirs.sign(MESSAGE)))
                .isTrue();
        assertThat(credential.convention()).isEqualTo(HeaderConvention.NATIONAL);
        assertThat(credential.system()).isEqualTo(SYSTEM);
        assertThat(registry.credentials().list(CITY_OPERATOR, SYSTEM).toString())
                .doesNotContain(secret);
        assertThat(fixture.number(
                        "SELECT count(*) FROM ledger.record WHERE position('" + secret + "'::bytea IN body) > 0"))
                .isZero();
        assertThat(fixture.number("SELECT count(*) FROM registry.system_credential WHERE position('" + secret
                        + "'::bytea IN sealed) > 0"))
                .isZero();
    }

    @Test
    void aRepetitionUnderTheSameKeyShowsNoSecretAndMakesNone() throws SQLException {
        Call call = new Call(CITY_OPERATOR, "once", "digest");
        ObjectNode body = json("{'kind':'encryption-key'}");
        assertThat(registry.credentials().add(call, SYSTEM, body).has("secret")).isTrue();

        assertThat(registry.credentials().add(call, SYSTEM, body).has("secret")).isFalse();
        assertThat(fixture.number("SELECT count(*) FROM registry.system_credential"))
                .isEqualTo(1);
        assertThat(fixture.number("SELECT count(*) FROM registry.idempotency_key WHERE answer LIKE '%secret\"%'"))
                .isZero();
        assertThat(registry.state().current().bodyKeys().get(SYSTEM)).hasSize(1);
    }

    @Test
    void aCallersOwnKeyIsTakenAsPublicHalfOnly() {
        Sm2.Pair pair = Sm2.generate();
        ObjectNode added = add("{'kind':'signature-key','keyId':'city-1','publicKey':'" + pem(pair.publicKey()) + "'}");
        byte[] signature = Sm2.sign(pair.privateKey(), Sm2.DEFAULT_ID, MESSAGE);

        assertThat(added.has("secret")).isFalse();
        assertThat(Objects.requireNonNull(
                                Objects.requireNonNull(known("city-1")).key())
                        .verify(MESSAGE, signature))
                .isTrue();
        refused(
                () -> add("{'kind':'signature-key','algorithm':'rsa-pss-sha512','publicKey':'" + pem(pair.publicKey())
                        + "'}"),
                ErrorCode.REGISTRATION_INVALID);
        refused(
                () -> add("{'kind':'signature-key','keyId':'city-1','publicKey':'" + pem(pair.publicKey()) + "'}"),
                ErrorCode.ALREADY_EXISTS);
    }

    @Test
    void changingOverLeavesTheFormerOneForTheOverlapAndNoLonger() {
        String old = add("{'kind':'signature-secret'}").path("keyId").asText();
        Instant before = Objects.requireNonNull(known(old)).notAfter();
        String fresh =
                add("{'kind':'signature-secret','overlapDays':7}").path("keyId").asText();
        Instant now = Instant.now();

        assertThat(before).isAfter(now.plus(Duration.ofDays(300)));
        assertThat(Objects.requireNonNull(known(old)).counts(now)).isTrue();
        assertThat(Objects.requireNonNull(known(old)).counts(now.plus(Duration.ofDays(7))))
                .isFalse();
        assertThat(Objects.requireNonNull(known(fresh)).counts(now.plus(Duration.ofDays(300))))
                .isTrue();
    }

    @Test
    void aRevokedOneCountsNoMoreRaisesTheEpochAndIsToldApartFromAnUnknownOne() throws SQLException {
        ObjectNode added = add("{'kind':'signature-secret'}");
        long epoch = fixture.epoch();
        registry.credentials()
                .revoke(by(SECURITY), SYSTEM, UUID.fromString(added.path("id").asText()));

        assertThat(fixture.epoch()).isEqualTo(epoch + 1);
        Credential credential = Objects.requireNonNull(known(added.path("keyId").asText()));
        assertThat(credential.counts(Instant.now())).isFalse();
        assertThat(credential.key()).isNull();
        assertThat(known("nobody")).isNull();
    }

    @Test
    void onlyTheOwnDepartmentAddsAndSees() {
        String body = "{'kind':'signature-secret'}";
        refused(() -> registry.credentials().add(by(CIVIL), SYSTEM, json(body)), ErrorCode.NOT_FOUND);
        refused(() -> registry.credentials().list(CIVIL, SYSTEM), ErrorCode.NOT_FOUND);
        refused(() -> registry.credentials().add(by(SECURITY), SYSTEM, json(body)), ErrorCode.NOT_YOUR_DEPARTMENT);
        refused(() -> registry.credentials().revoke(by(CIVIL), SYSTEM, UUID.randomUUID()), ErrorCode.NOT_FOUND);
    }

    @Test
    void whatIsNotUnderstoodIsRefusedFieldByField() {
        for (String body : List.of(
                "{}",
                "{'kind':'password'}",
                "{'kind':'signature-secret','algorithm':'md5'}",
                "{'kind':'signature-secret','algorithm':'sm2-sm3'}",
                "{'kind':'signature-secret','secret':'chosen by myself'}",
                "{'kind':'signature-secret','convention':'other'}",
                "{'kind':'signature-secret','convention':{'rid':'a','sid':'b','rtime':'c','sign':'d','template':'{rid}'}}",
                "{'kind':'signature-secret','convention':{'rid':'a','colour':'b'}}",
                "{'kind':'signature-secret','validDays':731}",
                "{'kind':'signature-key','publicKey':'x'}",
                "{'kind':'certificate'}",
                "{'kind':'certificate','certificate':'x'}",
                "{'kind':'certificate','subject':'no name'}",
                "{'kind':'encryption-key','convention':'gjgxjhpt'}")) {
            refused(() -> add(body), ErrorCode.REGISTRATION_INVALID);
        }
    }

    @Test
    void aSubjectIsRegisteredOnceAndFreeAgainAfterRevocation() {
        ObjectNode added = add("{'kind':'certificate','subject':'CN=city, O=City'}");
        assertThat(Objects.requireNonNull(
                                registry.state().current().credentials().certificate("other", "CN=city,O=City"))
                        .system())
                .isEqualTo(SYSTEM);
        refused(() -> add("{'kind':'certificate','subject':'CN=city,O=City'}"), ErrorCode.ALREADY_EXISTS);
        registry.credentials()
                .revoke(
                        by(CITY_OPERATOR),
                        SYSTEM,
                        UUID.fromString(added.path("id").asText()));
        add("{'kind':'certificate','subject':'CN=city,O=City'}");

        assertThat(Objects.requireNonNull(
                                registry.state().current().credentials().certificate("other", "CN=city,O=City"))
                        .revoked())
                .isFalse();
    }

    @Test
    void onlyTheFirstOfTwoEqualRequestsCountsOnAllNodesAndAfterARestart() throws Exception {
        Instant until = Instant.now().plusSeconds(600);
        byte[] digest = new byte[32];
        try (SeenSignatures one = new SeenSignatures(fixture.runtime, Clock.systemUTC());
                SeenSignatures other = new SeenSignatures(fixture.runtime, Clock.systemUTC())) {
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            IntStream.range(0, 50).forEach(i -> {
                answers.add(one.first(digest, until).toCompletableFuture());
                answers.add(other.first(digest, until).toCompletableFuture());
            });
            long firsts = 0;
            for (CompletableFuture<Boolean> answer : answers) {
                firsts += answer.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(firsts).isEqualTo(1);
        }
        try (SeenSignatures restarted = new SeenSignatures(fixture.runtime, Clock.systemUTC())) {
            assertThat(restarted.first(digest, until).toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isFalse();
            digest[0] = 1;
            assertThat(restarted.first(digest, until).toCompletableFuture().get(30, TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    @Test
    void whenReplaysCannotBeToldNothingCountsAsFirst() throws Exception {
        try (SeenSignatures seen = new SeenSignatures(fixture.runtime, Clock.systemUTC())) {
            try (Connection connection = fixture.owner.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("REVOKE INSERT ON registry.seen_signature FROM hub_runtime");
            }
            CompletableFuture<Boolean> answer =
                    seen.first(new byte[32], Instant.now().plusSeconds(600)).toCompletableFuture();

            assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).hasRootCauseInstanceOf(SQLException.class);
        }
    }

    @Test
    void theLastDayOfUseIsKept() throws SQLException {
        ObjectNode added = add("{'kind':'signature-secret'}");
        CredentialUse use = new CredentialUse(fixture.runtime, ZoneId.of("Asia/Shanghai"));
        use.note(added.path("id").asText(), Instant.parse("2026-11-21T17:00:00Z"));
        use.flush();
        use.note(added.path("id").asText(), Instant.parse("2026-11-20T17:00:00Z"));
        use.flush();

        assertThat(registry.credentials()
                        .list(CITY_OPERATOR, SYSTEM)
                        .get(0)
                        .path("lastUsed")
                        .asText())
                .isEqualTo("2026-11-22");
    }

    @Test
    void whatEndsSoonIsWarnedOfUntilItIsRenewed() throws SQLException {
        KeyService keys = keys();
        keys.ensure("answer-signing", KeyKind.SM2, Instant.now());
        ObjectNode soon = add("{'kind':'signature-secret','validDays':20}");
        add("{'kind':'encryption-key','validDays':300}");
        Warned warned = new Warned();
        ExpiryWatch watch = watch(warned, Instant.now());
        watch.look();
        assertThat(warned.open)
                .containsExactly("CREDENTIAL_EXPIRY " + soon.path("id").asText());

        add("{'kind':'signature-secret','validDays':300}");
        watch.look();
        assertThat(warned.open).isEmpty();

        ExpiryWatch nextYear = watch(warned, Instant.now().plus(Duration.ofDays(340)));
        nextYear.look();
        assertThat(warned.open).contains("KEY_EXPIRY answer-signing/1");
        directory(keys).rotate(by(SECURITY), "answer-signing", json("{'validDays':1000}"));
        nextYear.look();
        assertThat(warned.open).doesNotContain("KEY_EXPIRY answer-signing/1");
    }

    @Test
    void keysOfTheHubAreRotatedAndRetiredOnRecordWithoutAPause() throws SQLException {
        KeyService keys = keys();
        keys.ensure("answer-signing", KeyKind.SM2, Instant.now());
        KeyService otherNode = keys();
        Signed old = keys.sign("answer-signing", MESSAGE);
        KeyDirectory directory = directory(keys);
        refused(() -> directory.retire(by(SECURITY), "answer-signing", 1), ErrorCode.STATE_CONFLICT);
        directory.rotate(by(SECURITY), "answer-signing", json("{}"));
        Signed fresh = keys.sign("answer-signing", MESSAGE);

        assertThat(fresh.key()).isEqualTo(new KeyId("answer-signing", 2));
        assertThat(otherNode.verify(fresh.key(), MESSAGE, fresh.signature())).isTrue();
        assertThat(otherNode.verify(old.key(), MESSAGE, old.signature())).isTrue();

        directory.retire(by(SECURITY), "answer-signing", 1);
        assertThatThrownBy(() -> keys.verify(old.key(), MESSAGE, old.signature()))
                .isInstanceOf(KeyUnavailable.class);
        assertThat(fixture.number("SELECT count(*) FROM registry.managed_key WHERE version = 1 AND sealed IS NULL"))
                .isEqualTo(1);
        assertThat(directory.list())
                .hasSize(2)
                .noneMatch(view -> view.toString().contains("sealed"));
        refused(() -> directory.rotate(by(SECURITY), "nothing", json("{}")), ErrorCode.NOT_FOUND);
        refused(
                () -> directory.rotate(by(SECURITY), "answer-signing", json("{'validDays':0}")),
                ErrorCode.REGISTRATION_INVALID);
    }

    private KeyService keys() {
        return new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES]), new JdbcKeyShelf(fixture.runtime));
    }

    private KeyDirectory directory(KeyService keys) {
        return new KeyDirectory(fixture.runtime, registry.changes(), keys);
    }

    private ExpiryWatch watch(Warned warned, Instant now) {
        return new ExpiryWatch(fixture.runtime, warned, Clock.fixed(now, ZoneOffset.UTC), ZoneId.of("Asia/Shanghai"));
    }

    private static final class Warned implements ExpiryWatch.Warnings {

        private final List<String> open = new ArrayList<>();

        @Override
        public void raise(String kind, String key, @Nullable String department, String zh, String en, Instant due) {
            if (!open.contains(kind + ' ' + key)) {
                open.add(kind + ' ' + key);
            }
        }

        @Override
        public void clear(String kind, String key) {
            open.remove(kind + ' ' + key);
        }
    }
}
