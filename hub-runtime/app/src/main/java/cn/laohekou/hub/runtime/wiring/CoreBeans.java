package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.connector.catalogue.PluginCatalogue;
import cn.laohekou.hub.runtime.evidence.EvidenceSearch;
import cn.laohekou.hub.runtime.evidence.JdbcCheckpointStore;
import cn.laohekou.hub.runtime.evidence.JdbcEvidenceStore;
import cn.laohekou.hub.runtime.evidence.WriterConnections;
import cn.laohekou.hub.runtime.identity.SystemCredentials;
import cn.laohekou.hub.runtime.keys.JdbcKeyShelf;
import cn.laohekou.hub.runtime.keys.KeyDirectory;
import cn.laohekou.hub.runtime.plugin.EnabledPlugins;
import cn.laohekou.hub.runtime.plugin.RegisteredForms;
import cn.laohekou.hub.runtime.registry.PluginForms;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.sharing.SharingRules;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.crypto.MasterKey;
import cn.laohekou.hub.security.crypto.SoftwareKeyService;
import cn.laohekou.hub.security.evidence.CheckpointFile;
import cn.laohekou.hub.security.evidence.Checkpoints;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.evidence.LedgerSettings;
import cn.laohekou.hub.security.identity.HttpKeySource;
import cn.laohekou.hub.security.identity.KeySource;
import cn.laohekou.hub.security.identity.RealmClients;
import cn.laohekou.hub.security.identity.TokenRules;
import cn.laohekou.hub.security.identity.TokenVerifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes the cores' objects. None of them does any I/O before {@link HubStart} starts it, but for reading the key. */
@ApplicationScoped
class CoreBeans {

    private final HubConfig config;

    CoreBeans(HubConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    KeyService keyService(DataSource database) {
        return new SoftwareKeyService(MasterKey.read(config.keyFile()), new JdbcKeyShelf(database));
    }

    @Produces
    @Singleton
    KeyDirectory keyDirectory(DataSource database, Registry registry, KeyService keys) {
        return new KeyDirectory(database, registry.changes(), keys);
    }

    @Produces
    @Singleton
    EvidenceKeys evidenceKeys(KeyService keys) {
        return new EvidenceKeys(keys);
    }

    @Produces
    @Singleton
    WriterConnections writerConnections() {
        return WriterConnections.to(
                config.db().url(), config.db().runtimeUser(), config.db().runtimePassword());
    }

    @Produces
    @Singleton
    Ledger ledger(
            WriterConnections connections,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        return new Ledger(new JdbcEvidenceStore(connections), LedgerSettings.of(config.node(), version), clock);
    }

    @Produces
    @Singleton
    Checkpoints checkpoints(DataSource database, Clock clock) {
        CheckpointFile file = new CheckpointFile(config.home().resolve("checkpoints/checkpoints.jsonl"));
        return new Checkpoints(new JdbcCheckpointStore(database), file, clock);
    }

    @Produces
    @Singleton
    EvidenceSearch evidenceSearch(DataSource database) {
        return new EvidenceSearch(database);
    }

    @Produces
    @Singleton
    KeySource realmKeys(Clock clock) {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(HttpKeySource.Times.DEFAULT.timeout())
                .build();
        URI address = URI.create(realmAddress() + "/protocol/openid-connect/certs");
        return new HttpKeySource(address, client, HttpKeySource.Times.DEFAULT, clock);
    }

    @Produces
    @Singleton
    TokenVerifier tokenVerifier(KeySource keys, Clock clock, SystemCredentials credentials, Registry registry) {
        String issuer = config.keycloak().issuer().orElse(realmAddress());
        return new TokenVerifier(
                TokenRules.of(issuer, config.keycloak().clientId()),
                keys,
                clock,
                TokenVerifier.DEFAULT_CACHE,
                caller -> credentials.used(caller.system(), RealmClients.slot(caller.client())),
                caller -> registry.state().current().clientEnded(caller.client(), clock.instant()));
    }

    private String realmAddress() {
        return config.keycloak().url() + "/realms/" + config.keycloak().realm();
    }

    @Produces
    @Singleton
    EnabledPlugins plugins() {
        return new EnabledPlugins(PluginCatalogue.with(config.home().resolve("plugins")));
    }

    @Produces
    @Singleton
    PluginForms pluginForms(EnabledPlugins plugins) {
        return new RegisteredForms(plugins);
    }

    @Produces
    @Singleton
    Registry registry(DataSource database, Ledger ledger, KeyService keys, PluginForms forms, Clock clock) {
        return new Registry(
                database, ledger::transact, keys, forms, clock, config.zone(), new SharingRules(clock, config.zone()));
    }
}
