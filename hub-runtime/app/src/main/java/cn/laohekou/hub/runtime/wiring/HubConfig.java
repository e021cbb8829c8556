package cn.laohekou.hub.runtime.wiring;

import io.quarkus.runtime.annotations.StaticInitSafe;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** What the boot code hands to the application. */
@StaticInitSafe
@ConfigMapping(prefix = "hub")
public interface HubConfig {

    /** Folder of this hub's state. */
    Path home();

    /** File of the master key, outside the data folder. */
    Path keyFile();

    /** Name of this node. */
    @WithDefault("node-1")
    String node();

    /** Whether this is the sandbox. */
    @WithDefault("false")
    boolean sandbox();

    /** Zone whose calendar counts days, months and hours. */
    @WithDefault("Asia/Shanghai")
    ZoneId zone();

    /** The database. */
    Db db();

    /** The realm. */
    Keycloak keycloak();

    /** Sign-ins for decisions that bind others. */
    StepUp stepUp();

    /** The message broker. */
    Broker broker();

    /** Messages. */
    Event event();

    /** The first set-up. */
    Setup setup();

    /** The TLS or TLCP gateway in front of the hub. */
    Gateway gateway();

    /** Outside party that takes checkpoints of the evidence: {@code file:}, {@code rfc3161:} or {@code notary:}. */
    Optional<String> anchor();

    /** How long evidence and logs are kept. */
    Retention retention();

    /** The syslog server. */
    Syslog syslog();

    /** How long evidence and logs are kept. */
    interface Retention {
        /** Folder of archive bundles; by default below {@link HubConfig#home()}. */
        Optional<Path> archive();

        /** Days evidence stays in the database. */
        @WithDefault("1096")
        int evidenceDays();

        /** Days operation logs are kept. */
        @WithDefault("270")
        int logDays();
    }

    /** The syslog server. */
    interface Syslog {
        /** Host and port, {@code logs.example.cn:6514}; none by default. */
        Optional<String> server();
    }

    /** The database. */
    interface Db {
        /** JDBC address. */
        String url();

        /** Run-time role. */
        @WithDefault("hub_runtime")
        String runtimeUser();

        /** Password of the run-time role. */
        String runtimePassword();

        /** Role that owns the schemas; used by the migrations only. */
        @WithDefault("hub_migration")
        String migrationUser();

        /** Its password. */
        Optional<String> migrationPassword();

        /** File with the password of {@code hub_retention}, which alone deletes archived evidence. */
        Optional<Path> retentionPasswordFile();
    }

    /** The realm. */
    interface Keycloak {
        /** Base address of the Keycloak server. */
        String url();

        /** Name of the realm. */
        @WithDefault("laohekou")
        String realm();

        /** The realm's issuer, as tokens state it; by default below {@link #url()}. */
        Optional<String> issuer();

        /** The hub's resource-server client, and the audience tokens must have. */
        @WithDefault("hub")
        String clientId();

        /** Secret of {@link #clientId()}. */
        Optional<String> clientSecret();

        /** Client that may register systems. */
        @WithDefault("hub-provisioner")
        String provisionerClientId();

        /** Secret of {@link #provisionerClientId()}. */
        Optional<String> provisionerSecret();

        /** How the upstream identity provider names resident number, credit code and level of assurance. */
        @WithDefault("id_number,credit_code,assurance_level")
        List<String> upstreamClaims();

        /** File with the secret of the client for the first set-up. */
        Optional<Path> setupSecretFile();
    }

    /** Sign-ins for decisions that bind others. */
    interface StepUp {
        /** Authentication context the realm must state. */
        @WithDefault("cryptographic")
        String context();

        /** How long ago the sign-in may lie, in seconds. */
        @WithDefault("900")
        int maxAgeSeconds();
    }

    /** The broker. */
    interface Broker {
        /** Its address; the embedded one by default. */
        @WithDefault("vm://0")
        String url();
    }

    /** Messages. */
    interface Event {
        /** Messages per second of one publisher; 0 when unlimited. */
        @WithDefault("5000")
        int publisherPerSecond();

        /** Messages that may wait for one subscription before its publishers are asked to wait. */
        @WithDefault("2000000")
        long mostWaiting();

        /** Milliseconds until a failed message is tried again, doubling from attempt to attempt. */
        @WithDefault("1000")
        long retryMillis();
    }

    /** The first set-up. */
    interface Setup {
        /** SHA-256 of the code the launcher offers, as hexadecimal text. */
        Optional<String> codeHash();
    }

    /** The gateway. */
    interface Gateway {
        /** The gateway's own certificate in PEM; without it no {@code Client-Cert} header is believed. */
        Optional<Path> certificate();
    }
}
