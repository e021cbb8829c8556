package cn.laohekou.hub.runtime.policy;

import cn.laohekou.hub.runtime.problem.ErrorCode;
import cn.laohekou.hub.runtime.problem.Refused;
import cn.laohekou.hub.runtime.registry.Actor;
import cn.laohekou.hub.runtime.registry.Call;
import cn.laohekou.hub.runtime.registry.Json;
import cn.laohekou.hub.runtime.registry.ObjectKind;
import cn.laohekou.hub.runtime.registry.Registrations;
import cn.laohekou.hub.runtime.registry.Registry;
import cn.laohekou.hub.security.policy.CompiledGrant;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Grant;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reports what is granted and not used, and proposes grants without it. */
public final class GrantCuts {

    private final Registry registry;
    private final GrantUsage usage;

    /**
     * @param registry where grants stand
     * @param usage what was used
     */
    public GrantCuts(Registry registry, GrantUsage usage) {
        this.registry = registry;
        this.usage = usage;
    }

    /**
     * One part of the report.
     *
     * @param items grants with something nobody used
     * @param next id of the last grant looked at; null when there are no more
     */
    public record Report(List<ObjectNode> items, @Nullable String next) {}

    /**
     * Looks at active grants in the order of their ids, as far as the caller may see them.
     *
     * @param since first instant looked at; grants that were decided on later had no time to be used and are left out
     * @param after id of the last grant of the part before; empty at first
     * @param limit how many grants to look at
     */
    public Report report(Actor actor, Instant since, String after, int limit) {
        PolicySnapshot policy = registry.state().current().policy();
        List<Grant> seen = policy.grants().stream()
                .map(CompiledGrant::grant)
                .filter(grant ->
                        grant.state() == Grant.State.ACTIVE && grant.id().compareTo(after) > 0)
                .filter(grant -> maySee(actor, policy, grant))
                .sorted(Comparator.comparing(Grant::id))
                .limit(limit + 1L)
                .toList();
        List<Grant> part = seen.size() > limit ? seen.subList(0, limit) : seen;
        List<ObjectNode> items = new ArrayList<>();
        for (GrantUsage.Unused unused : usage.since(part, since)) {
            if (!unused.nothing()) {
                items.add(view(policy, unused));
            }
        }
        return new Report(items, seen.size() > limit ? part.get(limit - 1).id() : null);
    }

    private static boolean maySee(Actor actor, PolicySnapshot policy, Grant grant) {
        ConsumerSystem system = policy.system(grant.system());
        CompiledResource resource = policy.resource(grant.resource());
        return !actor.boundToDepartment()
                || (system != null && actor.isOf(system.department()))
                || (resource != null && actor.isOf(resource.resource().department()));
    }

    private static ObjectNode view(PolicySnapshot policy, GrantUsage.Unused unused) {
        Grant grant = unused.grant();
        ObjectNode view = Json.object();
        view.put("grant", grant.id());
        view.put("revision", grant.revision());
        view.put("system", grant.system());
        ConsumerSystem system = policy.system(grant.system());
        view.put("department", system == null ? null : system.department());
        view.put("resource", grant.resource());
        view.put("calls", unused.calls());
        view.put(
                "lastUsed", unused.lastUsed() == null ? null : unused.lastUsed().toString());
        view.put("whole", unused.whole());
        unused.operations().forEach(view.putArray("operations")::add);
        unused.purposes().forEach(view.putArray("purposes")::add);
        unused.fields().forEach(view.putArray("fields")::add);
        unused.withoutValue().forEach(view.putArray("withoutValue")::add);
        return view;
    }

    /**
     * Writes a new revision of a grant without what was not used, and submits it.
     *
     * @param call who asks; of the consumer's department
     * @param name the grant
     * @param since first instant looked at
     * @return the grant with its new revision
     * @throws Refused {@code STATE_CONFLICT} when there is nothing to cut, or nothing would be left
     */
    public ObjectNode cut(Call call, String name, Instant since) {
        ObjectNode object = registry.queries().object(call.actor(), ObjectKind.GRANT, name);
        Grant grant = registry.state().current().policy().grants().stream()
                .map(CompiledGrant::grant)
                .filter(found -> found.id().equals(name) && found.state() == Grant.State.ACTIVE)
                .findFirst()
                .orElseThrow(() -> conflict("授权未生效，没有可收窄的内容。", "The grant is not active; there is nothing to cut."));
        call.actor().requireOf(object.path("department").asText());
        GrantUsage.Unused unused = usage.since(List.of(grant), since).stream()
                .findFirst()
                .orElseThrow(() -> conflict(
                        "该版本生效时间短于所查期间，尚不能判断是否使用。",
                        "The revision has been in force for less than the period; it is too early to tell."));
        if (unused.nothing()) {
            throw conflict(
                    "期间内授权内容均有使用，没有可收窄的内容。", "Everything granted was used in the period; there is nothing to cut.");
        }
        if (unused.whole()) {
            throw conflict("期间内从未使用该授权，请直接撤销。", "The grant was not used at all in the period; revoke it instead.");
        }
        ObjectNode spec = registry.queries()
                .revision(call.actor(), ObjectKind.GRANT, name, grant.revision())
                .withObject("/spec")
                .deepCopy();
        cut(spec, "operations", unused.operations());
        cut(spec, "purposes", unused.purposes());
        cut(spec, "fields", unused.fields());
        if (spec.path("masks") instanceof ObjectNode masks) {
            masks.remove(unused.fields());
        }
        // Writing the same document again changes nothing, so only the submission needs the caller's key.
        registry.registrations()
                .revise(Call.of(call.actor()), ObjectKind.GRANT, new Registrations.Request(name, spec, false, false));
        return registry.decisions().submit(call, ObjectKind.GRANT, name);
    }

    private static void cut(ObjectNode spec, String member, Set<String> unused) {
        ArrayNode left = spec.arrayNode();
        spec.path(member).forEach(value -> {
            if (!unused.contains(value.asText())) {
                left.add(value);
            }
        });
        if (!left.isEmpty()) {
            spec.set(member, left);
        }
    }

    private static Refused conflict(String zh, String en) {
        return Refused.of(ErrorCode.STATE_CONFLICT, zh, en);
    }
}
