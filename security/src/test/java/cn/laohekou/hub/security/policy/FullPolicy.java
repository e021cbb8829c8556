package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.Unfilterable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A policy that uses everything there is, with one lawful call and, for each rule and each condition, a call that violates
 * exactly it.
 */
final class FullPolicy {

    static final String LAWFUL = "lawful";
    static final String OTHER_PURPOSE = "census";
    static final String OTHER_OPERATION = "village";
    static final List<Field> FIELDS = Samples.FIELDS;

    private static final String RESOURCE = "standard-address";
    private static final String OTHER_DEPARTMENT = "11420682MB000030XN";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] ANSWER = """
            {"total":2,"data":[
              {"code":"420682100201","name":"王小明","idNumber":"11010519491231002X","contact":{"phone":"13800138000"},
               "location":{"lon":111.675634,"lat":32.385921},"tags":["常住"]},
              {"code":"420682100202","name":"李四","idNumber":"110105194912310038","contact":{"phone":"13900139000"},
               "location":{"lon":111.5,"lat":32.5},"tags":["户籍"]}]}""".getBytes(StandardCharsets.UTF_8);

    /** Names of everything an entry could carry out, so that obligations do not stand in the way of the other rules. */
    private static final CallFacts FACTS = CallFacts.NONE
            .withAuthentication("mtls")
            .withPerson(3, true)
            .withSignature("message-signature")
            .fulfilling(ConditionTypes.standard().names());

    /** The lawful call changed so that it violates one condition; for an obligation nothing needs to be violated. */
    private static final Map<String, UnaryOperator<DecisionRequest>> VIOLATIONS = Map.of(
            "networks", r -> asked(r, r.purpose(), r.caseNumber(), r.person(), "192.0.2.7", r.now()),
            "windows",
                    r -> asked(
                            r,
                            r.purpose(),
                            r.caseNumber(),
                            r.person(),
                            "10.20.1.5",
                            Instant.parse("2026-03-02T16:00:00Z")),
            "caseRequired", r -> asked(r, r.purpose(), null, r.person(), "10.20.1.5", r.now()),
            "personRequired", r -> asked(r, r.purpose(), r.caseNumber(), null, "10.20.1.5", r.now()),
            "onwardSharing", r -> r.with(FACTS.withRecipient(OTHER_DEPARTMENT)),
            "person", r -> r.with(FACTS.withPerson(0, false)),
            "assurance", r -> r.with(FACTS.withPerson(1, true)),
            "signature", r -> r.with(FACTS.withSignature(null)));

    /** An obligation of which no entry knows. */
    private static final ConditionType UNFULFILLED =
            new StandardConditions.Named("stamp", "测试", "for tests", true, value -> CompiledCondition.obliged("red"));

    private final Map<String, DecisionRequest> calls = new LinkedHashMap<>();
    private final List<Grant> others = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private final DecisionRequest lawful;

    /** What a call shows: nothing when denied. */
    record Seen(boolean permitted, Set<String> leaves) {

        boolean showsMoreThan(Seen other) {
            return (permitted && !other.permitted) || !other.leaves.containsAll(leaves);
        }
    }

    FullPolicy() {
        lawful = asked(Samples.request(), "city-management", "A-2026-1", "p-001", "10.20.1.5", Samples.NOW)
                .with(FACTS);
        calls.put(LAWFUL, lawful);
        VIOLATIONS.forEach((condition, change) -> calls.put("violates " + condition, change.apply(lawful)));
        calls.put("no purpose", asked(lawful, null, "A-2026-1", "p-001", "10.20.1.5", Samples.NOW));
        calls.put("other purpose", asked(lawful, OTHER_PURPOSE, "A-2026-1", "p-001", "10.20.1.5", Samples.NOW));
        calls.put("other operation", of(lawful, lawful.system(), lawful.department(), RESOURCE, OTHER_OPERATION));
        calls.put("other department", of(lawful, lawful.system(), OTHER_DEPARTMENT, RESOURCE, "villages"));
        calls.put("unregistered system", of(lawful, "ghost-system", Samples.DEPARTMENT, RESOURCE, "villages"));
        calls.put("disabled system", of(lawful, "old-system", Samples.DEPARTMENT, RESOURCE, "villages"));
        other("ghost-system", RESOURCE, grant -> {});
        other("old-system", RESOURCE, grant -> {});
        calls.put("suspended department", of(lawful, "held-system", Samples.DEPARTMENT, RESOURCE, "villages"));
        other("held-system", RESOURCE, grant -> {});
        onResource("not-shared", grant -> {}, FullPolicy::closed);
        onResource(
                "sunset",
                grant -> {},
                resource -> resource.with(new Resource.Retirement(Samples.NOW, "standard-address-v2")));
        onResource("suspended", grant -> grant.state = Grant.State.SUSPENDED, resource -> resource);
        onResource("revoked", grant -> grant.state = Grant.State.REVOKED, resource -> resource);
        onResource("expired", grant -> grant.until = Samples.NOW, resource -> resource);
        onResource("early", grant -> grant.from = Samples.NOW.plusSeconds(1), resource -> resource);
        onResource("unenforceable", grant -> grant.conditions = Map.of("moonPhase", "full"), resource -> resource);
        onResource("stamped", grant -> grant.conditions = Map.of(UNFULFILLED.name(), true), resource -> resource);
    }

    private void onResource(String name, Consumer<Samples.GrantOf> grant, UnaryOperator<Resource> change) {
        String resource = "resource-" + name;
        resources.add(change.apply(Samples.resource(resource, Samples.OPERATIONS, FIELDS)));
        other(Samples.SYSTEM.id(), resource, grant);
        calls.put(name, of(lawful, Samples.SYSTEM.id(), Samples.DEPARTMENT, resource, "villages"));
    }

    private void other(String system, String resource, Consumer<Samples.GrantOf> change) {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.id = "grant-" + system + "-" + resource;
        grant.system = system;
        grant.resource = resource;
        change.accept(grant);
        others.add(grant.build());
    }

    /** The grant that states everything, to be varied. */
    Samples.GrantOf draft() {
        Samples.GrantOf grant = new Samples.GrantOf();
        grant.operations = Set.of("villages");
        grant.fields = List.of("total", "code", "name", "phone", "lon");
        grant.masks = Map.of("code", "truncate:6", "phone", "cover:0,2");
        grant.conditions = Map.of(
                "networks",
                List.of("10.20.0.0/16"),
                "windows",
                List.of(Map.of("from", "08:30", "until", "17:30")),
                "caseRequired",
                true,
                "personRequired",
                true,
                "assurance",
                3,
                "signedRequest",
                List.of("message-signature"),
                "onwardSharing",
                "forbidden");
        return grant;
    }

    Grant grant() {
        return draft().build();
    }

    /** A grant that states one condition alone, so that no other one stands in for it. */
    Grant only(ConditionType type) {
        return grant(Map.of(
                type.name(),
                type.name().equals("rows")
                        ? List.of(Map.of("field", "code", "in", List.of("420682100201")))
                        : type.example()));
    }

    Grant grant(Map<String, Object> conditions) {
        Samples.GrantOf grant = draft();
        grant.conditions = conditions;
        return grant.build();
    }

    PolicySnapshot policy() {
        return policy(grant(), ConditionTypes.standard());
    }

    PolicySnapshot policy(Grant full, ConditionTypes types) {
        return policyOf(full, types, FIELDS);
    }

    PolicySnapshot policyOf(Grant full, ConditionTypes types, List<Field> fields) {
        List<Resource> all = new ArrayList<>(resources);
        all.add(Samples.resource(RESOURCE, Samples.OPERATIONS, fields));
        List<Grant> grants = new ArrayList<>(others);
        grants.add(full);
        List<ConditionType> known = new ArrayList<>(types.all());
        known.add(UNFULFILLED);
        return PolicySnapshot.build(
                1,
                List.of(
                        Samples.SYSTEM,
                        new ConsumerSystem("old-system", Samples.DEPARTMENT, false),
                        new ConsumerSystem("held-system", Samples.DEPARTMENT, true, true)),
                all,
                grants,
                Samples.ZONE,
                ConditionTypes.of(known));
    }

    /** What every call shows under a policy. */
    Map<String, Seen> see(PolicySnapshot policy, Rules rules) {
        Map<String, Seen> seen = new HashMap<>();
        calls.forEach((name, call) -> seen.put(name, seen(PolicyEngine.decide(policy, call, rules, null))));
        return seen;
    }

    /** What one call shows. */
    static Seen at(Map<String, Seen> seen, String call) {
        return Objects.requireNonNull(seen.get(call), call);
    }

    private static Seen seen(Decision decision) {
        if (!(decision instanceof Decision.Permit permit)) {
            return new Seen(false, Set.of());
        }
        if (!permit.grant().enforceable()) {
            return new Seen(true, Set.of());
        }
        Set<String> leaves = new HashSet<>();
        for (ConditionType type : ConditionTypes.standard().all()) {
            if (!permit.grant().obligations().containsKey(type.name())) {
                leaves.add("released without " + type.name());
            }
        }
        if (permit.grant().keyed()) {
            return new Seen(true, leaves);
        }
        try {
            collect("", JSON.readTree(permit.grant().filter().filter(ANSWER, subject -> {})), leaves);
            return new Seen(true, leaves);
        } catch (Unfilterable e) {
            return new Seen(true, Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(String path, JsonNode node, Set<String> leaves) {
        if (node.isValueNode()) {
            leaves.add(path + "=" + node.asText());
            return;
        }
        int index = 0;
        for (JsonNode item : node) {
            if (node.isArray()) {
                collect(path + "[" + index++ + "]", item, leaves);
            }
        }
        node.properties().forEach(member -> collect(path + "." + member.getKey(), member.getValue(), leaves));
    }

    private static Resource closed(Resource r) {
        return new Resource(
                r.name(),
                r.title(),
                r.department(),
                r.connector(),
                SharingType.NOT_SHARED,
                r.level(),
                r.maxAnswerBytes(),
                r.revision(),
                r.operations(),
                r.fields());
    }

    private static DecisionRequest asked(
            DecisionRequest r,
            @Nullable String purpose,
            @Nullable String caseNumber,
            @Nullable String person,
            String source,
            Instant at) {
        return new DecisionRequest(
                r.system(),
                r.department(),
                r.resource(),
                r.operation(),
                purpose,
                caseNumber,
                person,
                Samples.address(source),
                at,
                r.facts());
    }

    private static DecisionRequest of(
            DecisionRequest r, String system, String department, String resource, String operation) {
        return new DecisionRequest(
                system,
                department,
                resource,
                operation,
                r.purpose(),
                r.caseNumber(),
                r.person(),
                r.source(),
                r.now(),
                r.facts());
    }
}
