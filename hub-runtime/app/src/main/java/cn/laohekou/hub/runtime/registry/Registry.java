package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.security.crypto.KeyService;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import javax.sql.DataSource;

/** The registry's parts, put together. */
public final class Registry {

    private final PolicyState state;
    private final Changes changes;
    private final Queries queries;
    private final Registrations registrations;
    private final Decisions decisions;
    private final SharingLaw law;
    private final SystemCredentials credentials;
    private final Proposals proposals;

    /**
     * @param dataSource the run-time role's connections
     * @param ledger makes changes durable together with their audit records
     * @param keys seals secrets
     * @param plugins what is known of connector plugins
     * @param clock the time
     * @param zone the hub's zone
     * @param law what the law adds to the registry's steps
     */
    public Registry(
            DataSource dataSource,
            Changes.ManagementLedger ledger,
            KeyService keys,
            PluginForms plugins,
            Clock clock,
            ZoneId zone,
            SharingLaw law) {
        Vault vault = new Vault(keys);
        SpecChecks checks = new SpecChecks(plugins, clock);
        SnapshotSource source = new SnapshotSource(dataSource, vault, new CredentialSource(keys), zone);
        this.state = new PolicyState(source, zone);
        this.changes = new Changes(ledger, this::publish, clock);
        this.queries = new Queries(dataSource, source);
        this.registrations = new Registrations(changes, checks, vault);
        this.decisions = new Decisions(changes, checks, vault, law);
        this.law = law;
        this.credentials = new SystemCredentials(dataSource, changes, keys);
        this.proposals = new Proposals(dataSource, state);
    }

    private void publish() {
        try {
            state.reloadIfChanged();
        } catch (SQLException e) {
            throw Refused.of(ErrorCode.REGISTRY_UNAVAILABLE);
        }
    }

    /** Names what every restricting change waits for before it is acknowledged. */
    public void onRestricted(Runnable waits) {
        changes.onRestricted(waits);
    }

    /** The snapshot in force. */
    public PolicyState state() {
        return state;
    }

    /** The way to change the registry, for services that keep rows of their own in it. */
    public Changes changes() {
        return changes;
    }

    /** Reads for people. */
    public Queries queries() {
        return queries;
    }

    /** New objects and revisions. */
    public Registrations registrations() {
        return registrations;
    }

    /** Submit, consent, approve, reject. */
    public Decisions decisions() {
        return decisions;
    }

    /** Changes as the policy would be with them. */
    public Proposals proposals() {
        return proposals;
    }

    /** Pause, resume, suspend, revoke, retire, roll back. */
    public Running running() {
        return new Running(changes, law);
    }

    /** Departments and purposes. */
    public Directory directory() {
        return new Directory(changes);
    }

    /** Systems. */
    public Systems systems() {
        return new Systems(changes);
    }

    /** What systems prove themselves with when they bring no token. */
    public SystemCredentials credentials() {
        return credentials;
    }

    /** Allowed addresses. */
    public Addresses addresses() {
        return new Addresses(changes);
    }

    /** Which plugins may be used. */
    public PluginDecisions plugins() {
        return new PluginDecisions(changes);
    }

    /** The first set-up. */
    public Setup setup() {
        return new Setup(changes);
    }

    /** Notices about e-certificates. */
    public CertificateNotices certificates() {
        return new CertificateNotices(changes);
    }

    /** Exports of evidence. */
    public Exports exports() {
        return new Exports(changes);
    }
}
