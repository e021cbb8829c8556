package cn.laohekou.hub.runtime.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What callers and audit records see: the stored documents with every secret masked. */
final class Views {

    private Views() {}

    static ObjectNode object(RegistryObject object, Revision revision) {
        ObjectNode view = Json.object();
        view.put("name", object.name());
        view.put("department", object.department());
        if (object.provider() != null) {
            view.put("provider", object.provider());
        }
        view.put("state", object.state().code());
        if (object.heldBy() != null) {
            view.put("heldBy", object.heldBy());
        }
        view.put("runningRevision", object.running());
        view.put("latestRevision", object.latest());
        view.put("createdAt", object.createdAt().toString());
        view.put("createdBy", object.createdBy());
        view.set("revision", revision(revision));
        return view;
    }

    static ObjectNode revision(Revision revision) {
        ObjectNode view = Json.object();
        view.put("number", revision.number());
        view.put("state", revision.state().code());
        mark(view, "created", revision.created());
        Revision.Probe probe = revision.probe();
        if (probe != null) {
            mark(view, "probed", probe.mark());
            view.put("probeAnswered", probe.answered());
            view.put("probeResult", probe.result());
        }
        mark(view, "submitted", revision.submitted());
        mark(view, "consented", revision.consented());
        mark(view, "decided", revision.decided());
        if (revision.reason() != null) {
            view.put("reason", revision.reason());
        }
        view.set("spec", Vault.masked(revision.spec()));
        return view;
    }

    private static void mark(ObjectNode view, String what, Revision.@Nullable Mark mark) {
        if (mark != null) {
            view.put(what + "At", mark.at().toString());
            view.put(what + "By", mark.by());
        }
    }
}
