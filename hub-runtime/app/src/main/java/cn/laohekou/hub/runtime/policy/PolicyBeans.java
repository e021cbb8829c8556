package cn.laohekou.hub.runtime.policy;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import javax.sql.DataSource;

/** The parts that answer questions about the policy. */
@ApplicationScoped
class PolicyBeans {

    @Produces
    @Singleton
    DryRuns dryRuns(DataSource database, Clock clock) {
        return new DryRuns(database, clock);
    }

    @Produces
    @Singleton
    GrantCuts grantCuts(Registry registry, DataSource database, EvidenceKeys keys) {
        return new GrantCuts(registry, new GrantUsage(database, keys));
    }

    /** After the first policy was read: later ones come by themselves. */
    void start(@Observes @Priority(200) StartupEvent started, Registry registry, Alerts alerts) {
        SunsetNotices notices = new SunsetNotices(alerts);
        registry.state().addListener(snapshot -> notices.published(snapshot.policy()));
        notices.published(registry.state().current().policy());
    }
}
