package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.CIVIL;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.CONNECTOR;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.OFFICER;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.crypto.SecretValue;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Secrets go in and never come out. */
class RegistrySecretsTest {

    private RegistryFixture fixture;
    private Registry registry;

    @BeforeEach
    void start() throws Exception {
        fixture = new RegistryFixture();
        registry = fixture.registry;
    }

    @AfterEach
    void stop() throws SQLException {
        fixture.close();
    }

    private void revise(Actor actor, ObjectKind kind, String name, String spec) {
        registry.registrations().revise(by(actor), kind, fixture.request(actor, name, spec));
    }

    private long audits() throws SQLException {
        return fixture.number("SELECT count(*) FROM ledger.record WHERE kind = 5");
    }

    @Test
    void everyWriteLeavesAnAuditRecordWithSecretsMasked() throws SQLException {
        long before = audits();
        fixture.withCity();
        fixture.approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);

        // Three departments, a purpose, a system; then create, probe, submit and approve.
        assertThat(audits() - before).isEqualTo(9);
        assertThat(fixture.number("SELECT count(*) FROM ledger.record"
                        + " WHERE kind = 5 AND convert_from(body, 'UTF8') LIKE '%connector.approve%'"
                        + " AND convert_from(body, 'UTF8') LIKE '%\"user\":\"an\"%'"
                        + " AND convert_from(body, 'UTF8') LIKE '%******%'"))
                .isEqualTo(1);
    }

    @Test
    void aMaskKeepsTheSecretAndAnotherValueReplacesIt() {
        fixture.withGrant();
        String moved = CONNECTOR.replace(":1'", ":2'");
        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", moved.replace("tOp-sEcret-1", "******"));
        assertThat(registry.queries()
                        .candidate(CIVIL, "civil-address")
                        .settings()
                        .get())
                .containsEntry("password", SecretValue.of("tOp-sEcret-1"));

        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", moved.replace("tOp-sEcret-1", "tOp-sEcret-2"));

        assertThat(registry.queries()
                        .candidate(CIVIL, "civil-address")
                        .settings()
                        .get())
                .containsEntry("password", SecretValue.of("tOp-sEcret-2"));
    }

    @Test
    void aSecretIsNeverReadBack() {
        fixture.withGrant();

        String seen = registry.queries().object(CIVIL, ObjectKind.CONNECTOR, "civil-address")
                + registry.queries()
                        .revisions(CIVIL, ObjectKind.CONNECTOR, "civil-address")
                        .toString()
                + registry.queries().diff(CIVIL, ObjectKind.CONNECTOR, "civil-address")
                + registry.state().current().connectors();

        assertThat(seen).contains(SecretValue.MASK).doesNotContain("tOp-sEcret").doesNotContain("$secret");
    }

    @Test
    void aReferenceToSomebodyElsesSecretIsNoSecret() throws SQLException {
        fixture.withGrant();
        String id;
        try (var connection = fixture.owner.getConnection()) {
            id = Sql.list(connection, "SELECT id FROM registry.secret", row -> row.getString(1))
                    .get(0);
        }
        String stolen =
                "{'plugin':'rest','settings':{'baseUrl':'http://127.0.0.1:9','password':{'$secret':'" + id + "'}}}";

        registry.registrations()
                .create(by(OFFICER), ObjectKind.CONNECTOR, fixture.request(OFFICER, "police-address", stolen));

        assertThat(registry.queries()
                        .candidate(OFFICER, "police-address")
                        .settings()
                        .get())
                .doesNotContainKey("password");
    }

    @Test
    void aDumpOfTheDatabaseRevealsNoSecret() throws SQLException {
        fixture.withGrant();
        revise(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR.replace("tOp-sEcret-1", "tOp-sEcret-2"));

        String dump = DatabaseDump.of(fixture.owner);

        assertThat(dump).contains("civil-address").contains("city-operation").doesNotContain("tOp-sEcret");
        assertThat(dump).doesNotContain(HexFormat.of().formatHex("tOp-sEcret".getBytes(StandardCharsets.UTF_8)));
    }
}
