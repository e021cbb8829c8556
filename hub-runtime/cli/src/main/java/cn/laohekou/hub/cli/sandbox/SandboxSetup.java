package cn.laohekou.hub.cli.sandbox;

import cn.laohekou.hub.cli.api.CommandFailed;
import cn.laohekou.hub.cli.api.HubApi;
import cn.laohekou.hub.cli.api.PersonSession;
import cn.laohekou.hub.cli.api.Tokens;
import cn.laohekou.hub.cli.manifest.Applier;
import cn.laohekou.hub.cli.manifest.Manifest;
import cn.laohekou.hub.cli.manifest.ManifestFolder;
import cn.laohekou.hub.cli.manifest.ManifestKind;
import cn.laohekou.hub.cli.process.Progress;
import cn.laohekou.hub.embedded.CannotStart;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Registers the demo through the management API, each step as the person whose task it is. Whoever submitted does not
 * approve: that is the demo security administrator, a different account, who signs in with the second factor because the
 * hub asks for it.
 */
final class SandboxSetup {

    private static final String APPROVER = "security-administrator";
    private static final String REVIEWER = "data-authority";

    private final SandboxRealm realm;
    private final Tokens tokens;
    private final URI hub;
    private final Progress progress;
    private final Map<String, HubApi> apis = new HashMap<>();

    SandboxSetup(SandboxRealm realm, URI tokenEndpoint, URI hub, Progress progress) {
        this.realm = realm;
        this.tokens = new Tokens(tokenEndpoint);
        this.hub = hub;
        this.progress = progress;
    }

    /** Applies all manifests of a folder and has what they ask for approved. */
    List<Manifest> apply(Path folder, Map<String, String> variables) throws CommandFailed, CannotStart {
        List<Manifest> manifests = new ManifestFolder(variables).read(folder);
        for (Manifest manifest : manifests) {
            Applier.Outcome outcome = new Applier(as(personFor(manifest))).apply(manifest);
            if (outcome.waiting()) {
                decide(manifest);
            }
            if (outcome.action() != Applier.Action.UNCHANGED) {
                progress.say(manifest.kind().word() + " " + manifest.name() + ": "
                        + outcome.action().words() + (outcome.waiting() ? "，已审批 approved" : ""));
            }
        }
        return manifests;
    }

    /** The management API as one demo person. */
    HubApi as(DemoPerson person) throws CannotStart {
        HubApi known = apis.get(person.user());
        if (known == null) {
            known = new HubApi(
                    hub, new PersonSession(tokens, person.user(), person.password(), person.key(), progress::say));
            apis.put(person.user(), known);
        }
        return known;
    }

    private void decide(Manifest manifest) throws CommandFailed, CannotStart {
        String path = manifest.kind().path() + "/" + manifest.name();
        HubApi approver = as(realm.withRole(APPROVER));
        if (manifest.kind() == ManifestKind.RESOURCE) {
            HubApi.require(manifest.name(), as(realm.withRole(REVIEWER)).post(path + "/review", null));
        }
        if (manifest.kind() == ManifestKind.GRANT) {
            JsonNode grant = HubApi.require(manifest.name(), approver.get(path));
            DemoPerson provider = realm.operatorOf(grant.path("provider").asText());
            HubApi.require(manifest.name(), as(provider).post(path + "/consent", null));
        }
        HubApi.require(manifest.name(), approver.post(path + "/approve", null));
    }

    private DemoPerson personFor(Manifest manifest) throws CannotStart {
        return switch (manifest.kind()) {
            case DEPARTMENT -> realm.withRole("system-administrator");
            case PURPOSE -> realm.withRole(REVIEWER);
            case OUTGOING_ADDRESS -> realm.withRole(APPROVER);
            case SYSTEM -> realm.operatorOf(manifest.spec().path("department").asText());
            case CONNECTOR, RESOURCE, GRANT -> realm.operatorOf(manifest.department());
        };
    }
}
