package cn.laohekou.hub.runtime.policy;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CITY_OPERATOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.RESOURCE;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.grant;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.evidence.JdbcEvidenceStore;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.Asked;
import cn.laohekou.hub.security.evidence.Asker;
import cn.laohekou.hub.security.evidence.Attributes;
import cn.laohekou.hub.security.evidence.Basis;
import cn.laohekou.hub.security.evidence.Commitment;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.FieldCommitments;
import cn.laohekou.hub.security.evidence.Intent;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.Release;
import cn.laohekou.hub.security.evidence.ReleasedFields;
import cn.laohekou.hub.security.evidence.Subjects;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A field that was always released and never had a value is not needed, and the ledger can tell without holding values. */
class UnusedFieldsTest {

    private static final EvidenceKeys KEYS =
            new EvidenceKeys(new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES])));
    private static final ReleasedFields FIELDS = ReleasedFields.of(
            List.of(new ReleasedFields.Field("code", null, 0), new ReleasedFields.Field("name", null, 1)));
    private static final int CODE = 0;
    private static final int NAME = 1;

    private RegistryFixture fixture;
    private GrantCuts cuts;
    private Ledger ledger;
    private Instant since;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture().withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", RegistryFixture.CONNECTOR);
        fixture.approved(CIVIL, ObjectKind.RESOURCE, "standard-address", RESOURCE);
        fixture.approved(
                CITY_OPERATOR,
                ObjectKind.GRANT,
                "city-address",
                grant(",'masks':{'name':'truncate:2'}").replace("['code']", "['code','name']"));
        cuts = new GrantCuts(fixture.registry, new GrantUsage(fixture.runtime, KEYS));
        PGSimpleDataSource runtime = (PGSimpleDataSource) fixture.runtime;
        ledger = new Ledger(
                new JdbcEvidenceStore(WriterConnections.to(
                        Objects.requireNonNull(runtime.getUrl()), runtime.getUser(), runtime.getPassword())),
                LedgerSettings.of("node-2", "test"),
                Clock.systemUTC());
        ledger.start();
        since = Instant.now();
    }

    @AfterEach
    void stop() throws Exception {
        ledger.close();
        fixture.close();
    }

    private static FieldCommitments commitments(UUID exchange) {
        return new FieldCommitments(FIELDS, KEYS.fieldKey(exchange));
    }

    /** Puts a release on record in which these fields, by number, had a value. */
    private void released(int... withValue) throws Exception {
        UUID exchange = UUID.randomUUID();
        FieldCommitments commitments = commitments(exchange);
        byte[] value = "\"孟楼\"".getBytes(StandardCharsets.UTF_8);
        for (int field : withValue) {
            commitments.value(field, value, 0, value.length);
        }
        record(exchange, commitments.join());
    }

    @SuppressWarnings("NullAway") // a record without commitments is what one of the tests is about
    private void withoutCommitments() throws Exception {
        record(UUID.randomUUID(), null);
    }

    private void record(UUID exchange, byte[] commitments) throws Exception {
        Commitment commitment = KEYS.commit(exchange, EvidenceKeys.ANSWER, new byte[1]);
        ledger.append(EvidenceEntry.of(new Intent(
                        exchange,
                        Instant.now(),
                        Intent.Pattern.QUERY,
                        new Asker("city-operation", CITY, "10.0.0.9", "bearer", null),
                        new Asked("standard-address", 1, "villages", "welfare-check", null, commitment),
                        new Basis("city-address", 1, fixture.epoch(), Basis.Quota.UNLIMITED),
                        new Release("civil-address", 1, FIELDS, commitment, 1, Subjects.none(), commitments),
                        Attributes.NONE)))
                .toCompletableFuture()
                .get();
    }

    private List<ObjectNode> report() {
        return cuts.report(SECURITY, since, "", 10).items();
    }

    @Test
    void aFieldReleasedWithoutAnyValueIsReportedAndCutWithItsMaskInOneStep() throws Exception {
        released(CODE);
        released(CODE, CODE);
        released();

        assertThat(report()).singleElement().satisfies(unused -> {
            assertThat(unused.path("fields")).extracting(JsonNode::asText).containsExactly("name");
            assertThat(unused.path("withoutValue")).extracting(JsonNode::asText).containsExactly("name");
            assertThat(unused.path("operations")).isEmpty();
            assertThat(unused.path("calls").asInt()).isEqualTo(3);
        });

        ObjectNode cut = cuts.cut(by(CITY_OPERATOR), "city-address", since);

        assertThat(cut.at("/revision/state").asText()).isEqualTo("submitted");
        assertThat(cut.at("/revision/spec/fields")).extracting(JsonNode::asText).containsExactly("code");
        assertThat(cut.at("/revision/spec/masks/name").isMissingNode()).isTrue();
    }

    @Test
    void oneValueInTheWholePeriodIsUse() throws Exception {
        released(CODE, NAME);
        released(CODE);
        released();

        assertThat(report()).isEmpty();
    }

    @Test
    void aReleaseWhoseRecordHoldsNoCommitmentsIsNotHeldAgainstAField() throws Exception {
        released(CODE);
        withoutCommitments();

        assertThat(report()).isEmpty();
    }
}
