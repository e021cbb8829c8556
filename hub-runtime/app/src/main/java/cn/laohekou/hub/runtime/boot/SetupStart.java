package cn.laohekou.hub.runtime.boot;

import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.AdministratorRoles;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.runtime.registry.Setup;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Opens the first set-up with the code whose digest the launcher passed. The code itself is known to the launcher alone,
 * which shows it once it reads in the run file that it counts; it never reaches this process, its environment or its log.
 */
@ApplicationScoped
class SetupStart {

    private static final Logger LOG = Logger.getLogger("hub.setup");

    private final Registry registry;
    private final AdministratorRoles realm;
    private final Optional<String> codeHash;
    private final boolean sandbox;
    private volatile Map<String, String> outcome = Map.of();

    SetupStart(
            Registry registry,
            AdministratorRoles realm,
            @ConfigProperty(name = "hub.setup.code-hash") Optional<String> codeHash,
            @ConfigProperty(name = "hub.sandbox", defaultValue = "false") boolean sandbox) {
        this.registry = registry;
        this.realm = realm;
        this.codeHash = codeHash;
        this.sandbox = sandbox;
    }

    /** Before the listener opens, so that the run file can say how it went. */
    void start(@Observes @Priority(300) StartupEvent starting) {
        if (sandbox || codeHash.isEmpty()) {
            return;
        }
        try {
            outcome = opened(codeHash.get());
        } catch (Refused e) {
            // The hub serves its systems without it; the next start offers a code again.
            LOG.warnf("the first set-up could not be opened: %s", e.problem().code());
        }
    }

    private Map<String, String> opened(String hash) {
        Map<String, String> state = new TreeMap<>();
        if (!realm.available()) {
            // Nothing is opened that could not be finished; the administrators may exist all the same.
            state.put("state", registry.setup().isDone() ? Setup.State.DONE.name() : "SECRET_MISSING");
            return state;
        }
        Setup.Opening opening = registry.setup().open(HexFormat.of().parseHex(hash));
        state.put("state", opening.state().name());
        if (opening.until() != null) {
            state.put("until", opening.until().toString());
        }
        return state;
    }

    /** What the run file says: {@code state} and, while a code is open, {@code until}; empty when nothing was done. */
    Map<String, String> outcome() {
        return outcome;
    }
}
