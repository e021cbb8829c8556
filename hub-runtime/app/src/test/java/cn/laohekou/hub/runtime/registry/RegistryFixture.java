package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.evidence.JdbcEvidenceStore;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.runtime.problem.Problem;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.problem.Text;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.evidence.StoreException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A registry over a database of its own, with the real ledger, and the people and documents the tests need. */
public final class RegistryFixture implements AutoCloseable {

    public static final String CIVIL_AFFAIRS = "11420682MB00001077";
    public static final String POLICE = "11420682MB0000203G";
    public static final String CITY = "11420682MB000030XN";

    public static final Actor CIVIL = operator("min", CIVIL_AFFAIRS);
    public static final Actor OFFICER = operator("gong", POLICE);
    public static final Actor CITY_OPERATOR = operator("cheng", CITY);
    public static final Actor SECURITY =
            new Actor("an", "11420682MB00004065", Set.of("security-administrator"), "127.0.0.1");
    public static final Actor SYSTEM_ADMIN =
            new Actor("xi", "11420682MB00004065", Set.of("system-administrator"), "127.0.0.1");

    private static final String PASSWORD = "only-for-tests";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    public final Registry registry;
    public final DataSource runtime;
    public final DataSource owner;
    private final Ledger ledger;
    private final Clock clock;
    private final SharingLaw law;
    private final String name;

    public RegistryFixture() throws SQLException, StoreException {
        this(Clock.systemUTC(), new NoLaw());
    }

    /**
     * A registry under the law of sharing.
     *
     * @param clock the time of all changes
     * @param law what it adds
     */
    public RegistryFixture(Clock clock, SharingLaw law) throws SQLException, StoreException {
        this(clock, law, Clock.systemUTC());
    }

    /** A registry whose evidence is dated by a clock that a test moves. */
    public RegistryFixture(Clock evidence) throws SQLException, StoreException {
        this(Clock.systemUTC(), new NoLaw(), evidence);
    }

    private RegistryFixture(Clock clock, SharingLaw law, Clock evidence) throws SQLException, StoreException {
        this.clock = clock;
        this.law = law;
        name = "registry_" + NUMBER.incrementAndGet();
        EmbeddedPostgres server = Server.INSTANCE;
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE registry_template OWNER hub_migration");
        }
        String url = url(server, name);
        runtime = as(url, "hub_runtime");
        owner = as(url, "hub_migration");
        ledger = new Ledger(
                new JdbcEvidenceStore(WriterConnections.to(url, "hub_runtime", PASSWORD)),
                LedgerSettings.of("node-1", "test"),
                evidence);
        ledger.start();
        registry = anotherNode();
        registry.state().reload();
    }

    /** The evidence all changes go to. */
    public Ledger ledger() {
        return ledger;
    }

    /** A registry over the same database, as another node has it. */
    public Registry anotherNode() {
        return new Registry(
                runtime,
                ledger::transact,
                new SoftwareKeyService(MasterKey.of(new byte[MasterKey.BYTES])),
                new TestForms(),
                clock,
                ZoneId.of("Asia/Shanghai"),
                law);
    }

    @Override
    public void close() throws SQLException {
        ledger.close();
        // Dropped at once, so that the server has little left to write when it stops.
        try (Connection connection = Server.INSTANCE.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE " + name + " WITH (FORCE)");
        }
    }

    public static ObjectNode json(String text) {
        return Json.request(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    public static Call by(Actor actor) {
        return Call.of(actor);
    }

    private static Actor operator(String user, String department) {
        return new Actor(user, department, Set.of(Actor.OPERATOR), "127.0.0.1");
    }

    /** Departments, a purpose and a system, so that the rest can be registered. */
    public RegistryFixture withCity() {
        for (String code : List.of(CIVIL_AFFAIRS, POLICE, CITY)) {
            registry.directory()
                    .department(
                            by(SYSTEM_ADMIN), json("{'code':'" + code + "','name':'部门','division':'420682'}"), null);
        }
        registry.directory()
                .purpose(by(SYSTEM_ADMIN), json("{'code':'welfare-check','title':'低保审核','basis':'办法第十一条'}"), null);
        registry.systems().write(by(CITY_OPERATOR), json("{'id':'city-operation','name':'一网统管'}"), null);
        return this;
    }

    public Registrations.Request request(Actor actor, String name, String spec) {
        return Registrations.Request.of(actor, json("{'name':'" + name + "','spec':" + spec + "}"), null, false, false);
    }

    public static final Actor AUTHORITY = new Actor("shu", "11420682MB00004065", Set.of("data-authority"), "127.0.0.1");

    public static final String APPLICATION = ",'application':{'basis':'社会救助暂行办法第十一条','scenario':'低保审核',"
            + "'scope':'低保科经办人员','method':'service-interface','officeConsent':{'by':'王主任','on':'2026-11-02'}}";

    public static final String CONNECTOR =
            "{'plugin':'rest','settings':{'baseUrl':'http://127.0.0.1:1','password':'tOp-sEcret-1'}}";

    public static final String RESOURCE = "{'title':'标准地址','connector':'civil-address','sharing':'UNCONDITIONAL',"
            + "'operations':[{'name':'villages','method':'GET','path':'villages'}],"
            + "'fields':[{'name':'code','path':'data[].code'},{'name':'name','path':'data[].name'}],"
            + "'catalogue':{'format':'JSON','updateFrequency':'DAILY','sharingMethod':'SERVICE_INTERFACE',"
            + "'category':'BASE','secrecy':'NONE','useConditions':'仅用于所申请事项',"
            + "'headConsent':{'by':'李局长','on':'2026-10-20'},"
            + "'secrecyAssessment':{'result':'不涉密','on':'2026-10-18'},"
            + "'personalInformationAssessment':{'result':'不含个人信息','on':'2026-10-18'}}}";

    public static String grant(String extra) {
        return "{'system':'city-operation','resource':'standard-address','operations':['villages'],"
                + "'purposes':['welfare-check'],'fields':['code'],'validFrom':'2026-01-01T00:00:00+08:00',"
                + "'validUntil':'2099-01-01T00:00:00+08:00'" + extra + "}";
    }

    /** Registers and submits; returns the view. */
    public ObjectNode submitted(Actor actor, ObjectKind kind, String name, String spec) {
        registry.registrations().create(by(actor), kind, request(actor, name, spec));
        return submit(actor, kind, name);
    }

    /** Submits the newest revision; a connector's is probed before. */
    ObjectNode submit(Actor actor, ObjectKind kind, String name) {
        if (kind == ObjectKind.CONNECTOR) {
            probe(actor, name, true);
        }
        return registry.decisions().submit(by(actor), kind, name);
    }

    /** Notes a probe of the newest revision. */
    ObjectNode probe(Actor actor, String name, boolean answered) {
        int latest = registry.queries()
                .object(actor, ObjectKind.CONNECTOR, name)
                .path("latestRevision")
                .asInt();
        return registry.decisions()
                .probed(by(actor), name, latest, new Prober.Outcome(answered, new Text("结果。", "A result.")));
    }

    /** Registers and approves. */
    public ObjectNode approved(Actor actor, ObjectKind kind, String name, String spec) {
        submitted(actor, kind, name, spec);
        if (kind == ObjectKind.RESOURCE) {
            registry.decisions().review(by(AUTHORITY), name);
        }
        if (kind == ObjectKind.GRANT) {
            registry.decisions().consent(by(CIVIL), name);
        }
        return registry.decisions().approve(by(SECURITY), kind, name, null);
    }

    /** A connector, a resource on it and a grant on that, all approved. */
    public RegistryFixture withGrant() {
        withCity();
        approved(CIVIL, ObjectKind.CONNECTOR, "civil-address", CONNECTOR);
        approved(CIVIL, ObjectKind.RESOURCE, "standard-address", RESOURCE);
        approved(CITY_OPERATOR, ObjectKind.GRANT, "city-address", grant(APPLICATION));
        return this;
    }

    public long number(String sql) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            return Sql.list(connection, sql, row -> row.getLong(1)).get(0);
        }
    }

    /** Changes rows as only the database's owner can. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = owner.getConnection()) {
            Sql.update(connection, sql);
        }
    }

    public long epoch() throws SQLException {
        return number("SELECT epoch FROM registry.policy_epoch");
    }

    public static Problem refused(ThrowingCallable call, ErrorCode code) {
        Refused refused = Assertions.catchThrowableOfType(Refused.class, call);
        Assertions.assertThat(refused).as("refusal").isNotNull();
        Assertions.assertThat(refused.problem().code()).isEqualTo(code);
        return refused.problem();
    }

    private static String url(EmbeddedPostgres server, String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    private static DataSource as(String url, String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(role);
        source.setPassword(PASSWORD);
        return source;
    }

    /** One plugin with one secret. */
    private static final class TestForms implements PluginForms {

        @Override
        public Set<String> names() {
            return Set.of("rest");
        }

        @Override
        public Set<String> secretSettings(String plugin) {
            return Set.of("password");
        }

        @Override
        public List<FieldError> check(String plugin, ObjectNode settings) {
            if (!settings.path("baseUrl").isTextual()) {
                return List.of(FieldError.of("/spec/settings/baseUrl", "必填", "is required"));
            }
            boolean secretIsText =
                    !settings.has("password") || settings.get("password").isTextual();
            return secretIsText
                    ? List.of()
                    : List.of(FieldError.of("/spec/settings/password", "应为文字", "must be a text"));
        }
    }

    /** Starts on first use; ends with the JVM. */
    private static final class Server {

        private static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                try (Connection connection = server.getPostgresDatabase().getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("CREATE ROLE hub_runtime LOGIN PASSWORD '" + PASSWORD + "'");
                    statement.execute("CREATE ROLE hub_migration LOGIN PASSWORD '" + PASSWORD + "'");
                    statement.execute("CREATE DATABASE registry_template OWNER hub_migration");
                }
                Flyway.configure()
                        .dataSource(url(server, "registry_template"), "hub_migration", PASSWORD)
                        .schemas("registry", "ledger", "exchange")
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (SQLException e) {
                throw new IllegalStateException("Cannot prepare the server", e);
            }
        }
    }
}
