package cn.laohekou.hub.runtime.registry;

import static cn.laohekou.hub.runtime.registry.RegistryFixture.SECURITY;
import static cn.laohekou.hub.runtime.registry.RegistryFixture.by;
import static org.assertj.core.api.Assertions.assertThat;

import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A registry as large as a city's, filled by the statements the benchmarks use. */
class LargeRegistryTest {

    private static final Path FILL = Path.of("../../deploy/benchmarks/fill.sql");
    private static final int CONNECTORS = 300;
    private static final int RESOURCES = 2_000;
    private static final int GRANTS = 10_000;

    private static RegistryFixture fixture;
    private static Registry registry;

    @BeforeAll
    static void fill() throws Exception {
        fixture = new RegistryFixture().withGrant();
        registry = fixture.registry;
        model(fixture);
        fill(fixture, CONNECTORS, RESOURCES, GRANTS);
        registry.state().reload();
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    /** Says that what is there is what the benchmark's own seed made. */
    private static void model(RegistryFixture registry) throws SQLException {
        execute(
                registry,
                "UPDATE registry.object SET created_by = 'benchmark'; UPDATE registry.system SET created_by = 'benchmark'");
    }

    private static void fill(RegistryFixture registry, int connectors, int resources, int grants)
            throws SQLException, IOException {
        execute(
                registry,
                "SET fill.connectors = %d; SET fill.resources = %d; SET fill.grants = %d;"
                                .formatted(connectors, resources, grants)
                        + Files.readString(FILL));
    }

    private static void execute(RegistryFixture registry, String sql) throws SQLException {
        try (Connection connection = registry.owner.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Set<CompiledGrant> grants(PolicySnapshot policy) {
        Set<CompiledGrant> grants = Collections.newSetFromMap(new IdentityHashMap<>());
        for (CompiledResource resource : policy.resources()) {
            grants.addAll(policy.grants("city-operation", resource.resource().name()));
        }
        return grants;
    }

    @Test
    void whatTheBenchmarksFillInIsApprovedAndCouldBeCalled() {
        Snapshot snapshot = registry.state().current();

        assertThat(snapshot.connectors()).hasSize(CONNECTORS);
        assertThat(snapshot.policy().resources()).hasSize(RESOURCES);
        assertThat(snapshot.policy().resources())
                .allMatch(resource -> resource.findings().isEmpty());
        assertThat(grants(snapshot.policy())).hasSize(GRANTS).allMatch(CompiledGrant::enforceable);
        assertThat(snapshot.policy().grants("city-operation", "standard-address"))
                .as("what is called is left alone")
                .hasSize(1);
    }

    @Test
    void oneChangeCompilesOneGrantAndNoResource() {
        PolicySnapshot before = registry.state().current().policy();

        registry.running().step(by(SECURITY), ObjectKind.GRANT, "fill-00007", ObjectState.Step.SUSPEND);

        PolicySnapshot after = registry.state().current().policy();
        Set<CompiledGrant> compiled = grants(after);
        compiled.removeAll(grants(before));
        assertThat(compiled).extracting(grant -> grant.grant().id()).containsExactly("fill-00007");
        Set<CompiledResource> resources = Collections.newSetFromMap(new IdentityHashMap<>());
        resources.addAll(after.resources());
        resources.removeAll(before.resources());
        assertThat(resources).isEmpty();
    }

    @Test
    void anotherFillReplacesTheFormerOne() throws Exception {
        try (RegistryFixture own = new RegistryFixture().withGrant()) {
            model(own);
            fill(own, 5, 20, 40);
            fill(own, 3, 4, 6);
            own.registry.state().reload();

            Snapshot snapshot = own.registry.state().current();
            assertThat(snapshot.connectors()).hasSize(3);
            assertThat(snapshot.policy().resources()).hasSize(4);
            assertThat(grants(snapshot.policy())).hasSize(6);
        }
    }
}
