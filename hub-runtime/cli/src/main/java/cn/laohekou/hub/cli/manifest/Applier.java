package cn.laohekou.hub.cli.manifest;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * Brings the registry to what a manifest asks for, as the calling user and through the same API as everybody else. It
 * ends at <em>submitted</em>: somebody else has to approve.
 */
public final class Applier {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> BEFORE_SUBMISSION = Set.of("draft", "validated", "probed");

    private final HubApi api;

    /** @param api the management API as the calling user */
    public Applier(HubApi api) {
        this.api = api;
    }

    /** What applying did. */
    public enum Action {
        CREATED("新建 created"),
        UPDATED("更新 updated"),
        UNCHANGED("无变化 unchanged");

        private final String words;

        Action(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }

    /**
     * What applying did and what is left to do.
     *
     * @param action what it did
     * @param waiting whether a revision now waits for somebody else's approval
     */
    public record Outcome(Action action, boolean waiting) {}

    /**
     * Applies one manifest.
     *
     * @param manifest what is wanted
     * @return what was done
     * @throws CommandFailed in the hub's own words, naming every field at fault
     */
    public Outcome apply(Manifest manifest) throws CommandFailed {
        return manifest.kind().revisioned() ? applyRevision(manifest) : applyEntry(manifest);
    }

    /**
     * Asks the hub to check a manifest without storing anything.
     *
     * @param manifest what is wanted
     * @throws CommandFailed in the hub's own words, naming every field at fault
     */
    public void validate(Manifest manifest) throws CommandFailed {
        if (manifest.kind().revisioned()) {
            String path = path(manifest);
            boolean known = api.get(path).status() != 404;
            HubApi.Answer answer = known
                    ? api.put(path + "?dryRun=true", body(manifest))
                    : api.post(manifest.kind().path() + "?dryRun=true", body(manifest));
            HubApi.require(manifest.name(), answer);
        }
    }

    /** The object as the hub has it; a missing node when it does not know it. */
    public JsonNode current(Manifest manifest) throws CommandFailed {
        if (manifest.kind() == ManifestKind.OUTGOING_ADDRESS) {
            return JSON.missingNode();
        }
        HubApi.Answer answer = api.get(path(manifest));
        return answer.status() == 404 ? JSON.missingNode() : HubApi.require(manifest.name(), answer);
    }

    private Outcome applyEntry(Manifest manifest) throws CommandFailed {
        ManifestKind kind = manifest.kind();
        ObjectNode body = manifest.spec().deepCopy();
        if (kind == ManifestKind.OUTGOING_ADDRESS) {
            return applyAddress(manifest, body);
        }
        JsonNode before = current(manifest);
        body.put(kind.key(), manifest.name());
        HubApi.Answer answer = before.isMissingNode() ? api.post(kind.path(), body) : api.put(path(manifest), body);
        JsonNode after = HubApi.require(manifest.name(), answer);
        Action action =
                before.isMissingNode() ? Action.CREATED : before.equals(after) ? Action.UNCHANGED : Action.UPDATED;
        return new Outcome(action, false);
    }

    /** Addresses have no name of their own: the same department, block and port, or folder, is the same entry. */
    private Outcome applyAddress(Manifest manifest, ObjectNode body) throws CommandFailed {
        String path = manifest.kind().path();
        JsonNode known = HubApi.require(manifest.name(), api.get(path + "?limit=500"));
        for (JsonNode entry : known.path("items")) {
            if (entry.path("department").equals(body.path("department"))
                    && entry.path("block").equals(body.path("block"))
                    && entry.path("folder").equals(body.path("folder"))
                    && entry.path("port").asInt() == body.path("port").asInt()) {
                return new Outcome(Action.UNCHANGED, false);
            }
        }
        HubApi.require(manifest.name(), api.post(path, body));
        return new Outcome(Action.CREATED, false);
    }

    private Outcome applyRevision(Manifest manifest) throws CommandFailed {
        String path = path(manifest);
        JsonNode before = current(manifest);
        JsonNode after = HubApi.require(
                manifest.name(),
                before.isMissingNode()
                        ? api.post(manifest.kind().path(), body(manifest))
                        : api.put(path, body(manifest)));
        Action action = before.isMissingNode()
                ? Action.CREATED
                : before.path("latestRevision").equals(after.path("latestRevision"))
                        ? Action.UNCHANGED
                        : Action.UPDATED;
        String state = after.path("revision").path("state").asText();
        if (BEFORE_SUBMISSION.contains(state)) {
            if (manifest.kind() == ManifestKind.CONNECTOR) {
                // A counterpart that is down today is no reason not to ask for approval; the approver sees the state.
                api.post(path + "/probe", null);
            }
            HubApi.require(manifest.name(), api.post(path + "/submit", null));
            state = "submitted";
        }
        return new Outcome(action, "submitted".equals(state));
    }

    private static ObjectNode body(Manifest manifest) {
        ObjectNode body = JSON.createObjectNode().put("name", manifest.name());
        if (!manifest.department().isEmpty()) {
            body.put("department", manifest.department());
        }
        body.set("spec", manifest.spec());
        return body;
    }

    private static String path(Manifest manifest) {
        return manifest.kind().path() + "/" + manifest.name();
    }
}
