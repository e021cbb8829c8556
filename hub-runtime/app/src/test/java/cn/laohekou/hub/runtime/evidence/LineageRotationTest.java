package cn.laohekou.hub.runtime.evidence;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.json;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.runtime.keys.JdbcKeyShelf;
import cn.laohekou.hub.runtime.keys.KeyDirectory;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.registry.RegistryFixture;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.EvidenceEntry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.Subjects;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Who got a person's data is found whatever version of the lineage key the record was made under. */
final class LineageRotationTest {

    private static final String CITIZEN = "42068219990230101X";
    private static final String CLERK = "wang-xiaoming";

    private RegistryFixture fixture;
    private EvidenceKeys keys;
    private EvidenceKeys otherNode;
    private KeyDirectory directory;
    private Ledger ledger;
    private Lineage lineage;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture();
        SoftwareKeyService service = service();
        keys = new EvidenceKeys(service);
        otherNode = new EvidenceKeys(service());
        directory = new KeyDirectory(fixture.runtime, fixture.registry.changes(), service);
        lineage = new Lineage(fixture.runtime);
        PGSimpleDataSource runtime = (PGSimpleDataSource) fixture.runtime;
        ledger = new Ledger(
                new JdbcEvidenceStore(WriterConnections.to(
                        Objects.requireNonNull(runtime.getUrl()), runtime.getUser(), runtime.getPassword())),
                LedgerSettings.of("node-2", "test"),
                Clock.systemUTC());
        ledger.start();
    }

    @AfterEach
    void stop() throws Exception {
        ledger.close();
        fixture.close();
    }

    private SoftwareKeyService service() {
        return new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES]), new JdbcKeyShelf(fixture.runtime));
    }

    /** Puts a release about the citizen on record, asked for on behalf of the clerk. */
    private UUID released() throws Exception {
        UUID exchange = UUID.randomUUID();
        EvidenceEntry entry = Samples.intent(
                exchange, fixture.epoch(), keys.person(CLERK), Subjects.of(List.of(keys.subject(CITIZEN))));
        ledger.append(entry).toCompletableFuture().get();
        return exchange;
    }

    private List<UUID> found(List<byte[]> subjects, List<String> persons) throws Exception {
        return lineage
                .search(new LineageQuery(
                        Instant.EPOCH,
                        Instant.now().plusSeconds(60),
                        subjects,
                        persons,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        100))
                .records()
                .stream()
                .map(FoundRecord::exchange)
                .map((@Nullable UUID id) -> Objects.requireNonNull(id))
                .toList();
    }

    @Test
    void recordsOfEveryKeyVersionAreFoundByOneLookUp() throws Exception {
        UUID beforeThereWereVersions = released();
        keys.prepare(Instant.now());
        UUID first = released();
        byte[] old = keys.subject(CITIZEN);
        directory.rotate(by(SECURITY), "lineage", json("{}"));
        UUID second = released();

        assertThat(keys.subject(CITIZEN)).as("a new key gives a new digest").isNotEqualTo(old);
        assertThat(found(List.of(old), List.of()))
                .containsExactlyInAnyOrder(beforeThereWereVersions, first)
                .doesNotContain(second);
        assertThat(found(keys.subjects(CITIZEN), List.of()))
                .containsExactlyInAnyOrder(beforeThereWereVersions, first, second);
        assertThat(found(List.of(), keys.persons(CLERK)))
                .containsExactlyInAnyOrder(beforeThereWereVersions, first, second);
        assertThat(found(keys.subjects("42068219990230102X"), List.of())).isEmpty();
        assertThat(found(otherNode.subjects(CITIZEN), List.of()))
                .as("from a node that did not rotate")
                .hasSize(3);
    }

    @Test
    void aVersionIsNotRetiredWhileItsRecordsMustBeFound() throws Exception {
        keys.prepare(Instant.now());
        UUID first = released();
        directory.rotate(by(SECURITY), "lineage", json("{}"));
        refused(() -> directory.retire(by(SECURITY), "lineage", 1), ErrorCode.STATE_CONFLICT);
        UUID second = released();

        // Three years later.
        fixture.execute("UPDATE registry.managed_key SET created_at = created_at - interval '1097 days'");
        directory.retire(by(SECURITY), "lineage", 1);

        assertThat(found(keys.subjects(CITIZEN), List.of()))
                .containsExactly(second)
                .doesNotContain(first);
    }
}
