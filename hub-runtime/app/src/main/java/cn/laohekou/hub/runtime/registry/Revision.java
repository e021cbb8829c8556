package cn.laohekou.hub.runtime.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One immutable set of settings of an object, and where it stands.
 *
 * @param number 1 for the first
 * @param spec what it states, secrets replaced by references
 * @param state where it stands
 * @param probe of a connector, how its last probe came out; null while there was none
 * @param created who wrote it
 * @param submitted who submitted it; null while not
 * @param consented of a grant, who consented for the provider; null while nobody did
 * @param decided who approved or rejected it; null while nobody did
 * @param reason why it was rejected, or what the approver noted; null when nothing was said
 */
record Revision(
        int number,
        ObjectNode spec,
        RevisionState state,
        @Nullable Probe probe,
        Mark created,
        @Nullable Mark submitted,
        @Nullable Mark consented,
        @Nullable Mark decided,
        @Nullable String reason) {

    /**
     * Who did something, and when.
     *
     * @param by account name
     * @param at when
     */
    record Mark(String by, Instant at) {}

    /**
     * How a probe came out.
     *
     * @param mark who ran it, and when
     * @param answered whether the counterpart answered as it should
     * @param result what was found, in both languages, nothing of what the counterpart sent
     */
    record Probe(Mark mark, boolean answered, String result) {}

    static Revision first(int number, ObjectNode spec, RevisionState state, Mark created) {
        return new Revision(number, spec, state, null, created, null, null, null, null);
    }

    Revision with(RevisionState next) {
        return new Revision(number, spec, next, probe, created, submitted, consented, decided, reason);
    }

    Revision probed(Probe outcome) {
        RevisionState next = outcome.answered() ? RevisionState.PROBED : RevisionState.VALIDATED;
        return new Revision(number, spec, next, outcome, created, submitted, consented, decided, reason);
    }

    Revision submittedBy(Mark mark) {
        return new Revision(number, spec, RevisionState.SUBMITTED, probe, created, mark, null, null, null);
    }

    Revision consentedBy(Mark mark) {
        return new Revision(number, spec, state, probe, created, submitted, mark, decided, reason);
    }

    Revision decidedBy(Mark mark, RevisionState decision, @Nullable String why) {
        return new Revision(number, spec, decision, probe, created, submitted, consented, mark, why);
    }
}
