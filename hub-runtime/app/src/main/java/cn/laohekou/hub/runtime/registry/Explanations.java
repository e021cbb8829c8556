package cn.laohekou.hub.runtime.registry;

import cn.laohekou.hub.runtime.problem.FieldError;
import cn.laohekou.hub.security.policy.CallFacts;
import cn.laohekou.hub.security.policy.CompiledResource;
import cn.laohekou.hub.security.policy.ConditionTypes;
import cn.laohekou.hub.security.policy.ConsumerSystem;
import cn.laohekou.hub.security.policy.Decision;
import cn.laohekou.hub.security.policy.DecisionRequest;
import cn.laohekou.hub.security.policy.DenyReason;
import cn.laohekou.hub.security.policy.EvidenceLevel;
import cn.laohekou.hub.security.policy.Explanation;
import cn.laohekou.hub.security.policy.PolicyEngine;
import cn.laohekou.hub.security.policy.PolicySnapshot;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what a call would be answered under a snapshot, and why. */
public final class Explanations {

    private final PolicySnapshot policy;

    /** @param policy what to decide by */
    public Explanations(PolicySnapshot policy) {
        this.policy = policy;
    }

    /**
     * A call to be explained.
     *
     * @param request its inputs; the department is put in from the registry
     * @param field the only field of interest; null for all
     */
    public record Question(
            DecisionRequest request, @Nullable String field) {

        private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");

        /** Reads a request body. */
        public static Question read(ObjectNode body, Instant now) {
            List<FieldError> errors = new ArrayList<>();
            SpecReader reader = new SpecReader(body, "", errors);
            String source = reader.text("network", false, ADDRESS, "应为 IP 地址", "must be an IP address");
            DecisionRequest request = new DecisionRequest(
                    reader.name("system", true),
                    "",
                    reader.name("resource", true),
                    reader.name("operation", true),
                    orNull(reader.text("purpose", false)),
                    orNull(reader.text("case", false)),
                    orNull(reader.text("person", false)),
                    address(source),
                    reader.parsed(
                            "at",
                            now,
                            false,
                            text -> OffsetDateTime.parse(text).toInstant(),
                            "应为带时区的时间",
                            "must be a time with offset"),
                    facts(reader));
            String field = reader.text("field", false);
            reader.refuseUnknown();
            Directory.refuse(errors);
            return new Question(request, orNull(field));
        }

        /** What the caller would have proven; the entry carries out every obligation. */
        private static CallFacts facts(SpecReader reader) {
            return CallFacts.NONE
                    .fulfilling(ConditionTypes.standard().names())
                    .withAuthentication(orNull(reader.text("authentication", false)))
                    .withPerson((int) reader.integer("assuranceLevel", 0, 0, 9), reader.flag("personVerified", false))
                    .withSignature(orNull(reader.text("signature", false)))
                    .withRecipient(orNull(reader.text("recipient", false)));
        }

        private static @Nullable String orNull(String text) {
            return text.isEmpty() ? null : text;
        }

        private static @Nullable InetAddress address(String literal) {
            try {
                // A literal of digits, dots and colons is never looked up.
                return literal.isEmpty() ? null : InetAddress.getByName(literal);
            } catch (UnknownHostException malformed) {
                return null;
            }
        }
    }

    /** A department-bound person asks about systems and resources of the own department only. */
    public boolean mayAsk(Actor actor, Question question) {
        if (!actor.boundToDepartment()) {
            return true;
        }
        ConsumerSystem system = policy.system(question.request().system());
        CompiledResource resource = policy.resource(question.request().resource());
        return (system != null && actor.isOf(system.department()))
                || (resource != null && actor.isOf(resource.resource().department()));
    }

    /** Decides and tells which rules led to it. */
    public ObjectNode explain(Question question) {
        DecisionRequest asked = question.request();
        ConsumerSystem system = policy.system(asked.system());
        DecisionRequest request = new DecisionRequest(
                asked.system(),
                system == null ? "" : system.department(),
                asked.resource(),
                asked.operation(),
                asked.purpose(),
                asked.caseNumber(),
                asked.person(),
                asked.source(),
                asked.now(),
                asked.facts());
        Explanation explanation = PolicyEngine.explain(policy, request);
        ObjectNode view = Json.object().put("policyEpoch", policy.epoch());
        Decision decision = explanation.decision();
        if (decision instanceof Decision.Permit permit) {
            view.put("permitted", true);
            view.put("grant", permit.grant().grant().id());
            view.put("revision", permit.grant().grant().revision());
            permit.grant().carriedOut().forEach(view.putArray("obligations")::add);
            view.put("evidence", EvidenceLevel.of(permit.grant()).label());
        } else if (decision instanceof Decision.Deny deny) {
            view.put("permitted", false);
            reason(view, deny.reason());
        }
        var rules = view.putArray("rules");
        for (Explanation.RuleOutcome rule : explanation.rules()) {
            ObjectNode entry = rules.addObject().put("rule", rule.rule());
            if (rule.grant() != null) {
                entry.put("grant", rule.grant());
            }
            DenyReason failed = rule.failed();
            entry.put("held", failed == null);
            if (failed != null) {
                reason(entry, failed);
            }
        }
        fields(view.putArray("fields"), question.field(), explanation);
        return view;
    }

    private static void fields(ArrayNode fields, @Nullable String only, Explanation explanation) {
        boolean declared = false;
        for (Explanation.FieldOutcome outcome : explanation.fields()) {
            if (only == null || only.equals(outcome.field())) {
                declared = true;
                ObjectNode entry = fields.addObject().put("field", outcome.field());
                entry.put("release", outcome.release().name());
                if (outcome.mask() != null) {
                    entry.put("mask", outcome.mask());
                }
                entry.put("rule", outcome.rule());
                if (outcome.grant() != null) {
                    entry.put("grant", outcome.grant());
                }
            }
        }
        if (only != null && !declared) {
            fields.addObject().put("field", only).put("release", "NOT_GRANTED").put("rule", "field-not-declared");
        }
    }

    private static void reason(ObjectNode view, DenyReason reason) {
        view.put("code", reason.name()).put("zh", reason.zh()).put("en", reason.en());
    }
}
