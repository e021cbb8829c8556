package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.security.evidence.ManagementWork;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Notices that an e-certificate is no longer to be relied on. A notice raises the policy epoch: every node drops what it
 * found about certificates before and asks the authority anew, also for exchanges under way.
 */
public final class CertificateNotices {

    private final Changes changes;

    CertificateNotices(Changes changes) {
        this.changes = changes;
    }

    /**
     * Takes a notice.
     *
     * @param digest keyed digest of the certificate's identifier
     * @param type type of the certificate
     * @param reason why
     */
    public ObjectNode take(Call call, String digest, String type, String reason) {
        return changes.make(call, connection -> {
            ObjectNode notice =
                    Json.object().put("certificate", digest).put("type", type).put("reason", reason);
            return new ManagementWork.Result<>(
                    Json.object().put("type", type),
                    List.of(changes.audit(call.actor(), "certificate", "notice", digest, null, notice)),
                    true);
        });
    }
}
