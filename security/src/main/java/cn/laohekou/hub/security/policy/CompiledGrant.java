package cn.laohekou.hub.security.policy;

import cn.laohekou.hub.security.masking.AnswerFilter;
import cn.laohekou.hub.security.masking.JsonFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A grant ready for decisions. Immutable and safe for any thread. */
public final class CompiledGrant {

    /** Obligations that the grant's filters carry out by themselves: an entry that releases through them fulfils these. */
    public static final Set<String> CARRIED_OUT_BY_FILTERS =
            Set.of(ObligationConditions.ROWS, ObligationConditions.PSEUDONYM_DOMAIN, ObligationConditions.WATERMARK);

    private final Grant grant;
    private final List<Finding> findings;
    private final Map<AnswerFormat, AnswerFilter> filters;
    private final @Nullable PseudonymDomain pseudonymDomain;
    private final boolean keyed;
    private final List<Stated> rules;
    private final Map<String, Object> obligations;

    /**
     * A condition of the grant ready to be checked.
     *
     * @param name name of the condition
     * @param rank place of its type among all types: a later one came closer to permitting
     * @param rule what is checked
     */
    record Stated(String name, int rank, CompiledCondition.Rule rule) {}

    CompiledGrant(
            Grant grant,
            List<Finding> findings,
            Map<AnswerFormat, AnswerFilter> filters,
            @Nullable PseudonymDomain pseudonymDomain,
            List<Stated> rules,
            Map<String, Object> obligations) {
        this.grant = grant;
        this.findings = List.copyOf(findings);
        this.filters = filters;
        this.pseudonymDomain = pseudonymDomain;
        this.keyed = filters.values().stream().anyMatch(AnswerFilter::keyed);
        this.rules = List.copyOf(rules);
        this.obligations = Map.copyOf(obligations);
    }

    /** The grant as approved. */
    public Grant grant() {
        return grant;
    }

    /** What of the grant nobody can enforce; such a grant permits nothing. */
    public List<Finding> findings() {
        return findings;
    }

    /** Whether everything the grant names is enforced. */
    public boolean enforceable() {
        return findings.isEmpty() && !filters.isEmpty();
    }

    /**
     * Reduces answers of a format to what the grant releases.
     *
     * @throws IllegalStateException when the grant is not {@link #enforceable()}, or covers no operation that answers in
     *     the format
     */
    public AnswerFilter filter(AnswerFormat format) {
        AnswerFilter filter = filters.get(format);
        if (filter == null) {
            throw new IllegalStateException("grant " + grant.id() + " releases nothing as " + format);
        }
        return filter;
    }

    /** Whether what is released needs the consumer's keys. */
    public boolean keyed() {
        return keyed;
    }

    /** The domain whose pseudonyms are used; null for those of the consumer's department. */
    public @Nullable PseudonymDomain pseudonymDomain() {
        return pseudonymDomain;
    }

    /**
     * Reduces answers in JSON to what the grant releases.
     *
     * @throws IllegalStateException when the grant is not {@link #enforceable()}; a permitted one always is
     */
    public JsonFilter filter() {
        return (JsonFilter) filter(AnswerFormat.JSON);
    }

    /** What the entry carries out on what it releases, by name of the condition; mostly empty. */
    public Map<String, Object> obligations() {
        return obligations;
    }

    /** Names of all conditions that are carried out on what is released, by the grant's filters or by the entry. */
    public Set<String> carriedOut() {
        Set<String> names = new TreeSet<>(obligations.keySet());
        CARRIED_OUT_BY_FILTERS.stream().filter(grant.conditions()::containsKey).forEach(names::add);
        return names;
    }

    /** One obligation, or null when the grant does not state it. */
    public <T> @Nullable T obligation(String condition, Class<T> type) {
        Object obligation = obligations.get(condition);
        return obligation == null ? null : type.cast(obligation);
    }

    /** The conditions the decision checks, in their order. */
    List<Stated> rules() {
        return rules;
    }

    /** Names the grant without its conditions. */
    @Override
    public String toString() {
        return grant.id() + "/" + grant.revision();
    }
}
