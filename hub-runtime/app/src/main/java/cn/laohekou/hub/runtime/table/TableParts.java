package cn.laohekou.hub.runtime.table;

import cn.laohekou.hub.runtime.epoch.CommitGate;
import cn.laohekou.hub.runtime.registry.Snapshot;
import cn.laohekou.hub.security.crypto.KeyService;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.Ledger;
import cn.laohekou.hub.security.masking.ConsumerKeyring;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * What the table pattern of one node is built from.
 *
 * @param policy what is in force on this node
 * @param refresh reads the policy anew
 * @param ledger evidence
 * @param evidenceKeys digests and salts
 * @param consumers keys that belong to consumers
 * @param keys the hub's own keys
 * @param commits lets commits happen only under a policy in force
 * @param databases the connectors' databases
 * @param database the hub's own database
 * @param clock the time
 */
public record TableParts(
        Supplier<Snapshot> policy,
        Refresh refresh,
        Ledger ledger,
        EvidenceKeys evidenceKeys,
        ConsumerKeyring consumers,
        KeyService keys,
        CommitGate commits,
        Databases databases,
        DataSource database,
        Clock clock) {

    /** Reads the policy anew. */
    @FunctionalInterface
    public interface Refresh {
        void run() throws SQLException;
    }
}
