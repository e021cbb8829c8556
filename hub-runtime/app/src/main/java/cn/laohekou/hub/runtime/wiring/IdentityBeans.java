package cn.laohekou.hub.runtime.wiring;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.identity.ClientProvisioner;
import cn.laohekou.hub.runtime.identity.LiveSessions;
import cn.laohekou.hub.runtime.identity.Permissions;
import cn.laohekou.hub.runtime.identity.RealmAdministrators;
import cn.laohekou.hub.runtime.identity.RealmPermissions;
import cn.laohekou.hub.runtime.identity.RealmSessions;
import cn.laohekou.hub.runtime.identity.RealmSettings;
import cn.laohekou.hub.runtime.identity.SessionMemory;
import cn.laohekou.hub.runtime.identity.SystemCredentials;
import cn.laohekou.hub.runtime.identity.UpstreamClaims;
import cn.laohekou.hub.runtime.registry.AdministratorRoles;
import cn.laohekou.hub.runtime.registry.SystemClients;
import cn.laohekou.hub.security.identity.StepUpRule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** Makes the hub's side of the realm. */
@ApplicationScoped
class IdentityBeans {

    private final HubConfig config;

    IdentityBeans(HubConfig config) {
        this.config = config;
    }

    @Produces
    @Singleton
    RealmSettings realmSettings() {
        HubConfig.Keycloak realm = config.keycloak();
        return new RealmSettings(
                realm.url(),
                realm.realm(),
                realm.clientId(),
                realm.clientSecret().orElse(""),
                realm.provisionerClientId(),
                realm.provisionerSecret().orElse(""));
    }

    @Produces
    @Singleton
    Permissions permissions(RealmSettings realm, Clock clock) {
        return new RealmPermissions(realm, clock);
    }

    @Produces
    @Singleton
    LiveSessions liveSessions(RealmSettings realm, DataSource database, Alerts alerts) {
        return new RealmSessions(realm, new SessionMemory(database), alerts);
    }

    @Produces
    @Singleton
    SystemCredentials systemCredentials(DataSource database, Alerts alerts, Clock clock) {
        return new SystemCredentials(database, alerts, clock, config.zone());
    }

    @Produces
    @Singleton
    StepUpRule stepUpRule() {
        HubConfig.StepUp stepUp = config.stepUp();
        return new StepUpRule(stepUp.context(), Duration.ofSeconds(stepUp.maxAgeSeconds()));
    }

    @Produces
    @Singleton
    AdministratorRoles administratorRoles(RealmSettings realm) {
        return new RealmAdministrators(realm, config.keycloak().setupSecretFile());
    }

    @Produces
    @Singleton
    SystemClients systemClients(RealmSettings realm) {
        return new ClientProvisioner(realm, UpstreamClaims.of(config.keycloak().upstreamClaims()));
    }
}
