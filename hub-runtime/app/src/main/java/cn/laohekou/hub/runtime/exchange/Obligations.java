package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.evidence.Commitment;
import cn.laohekou.hub.security.evidence.EvidenceKeys;
import cn.laohekou.hub.security.evidence.FieldCommitments;
import cn.laohekou.hub.security.evidence.Subjects;
import cn.laohekou.hub.security.masking.AnswerFilter;
import cn.laohekou.hub.security.masking.DistinctSubjects;
import cn.laohekou.hub.security.masking.FieldKeys;
import cn.laohekou.hub.security.masking.Release;
import cn.laohekou.hub.security.masking.Unfilterable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Turns a counterpart's answer into what may be released, and says about whom it is. */
final class Obligations {

    /** Answers up to this size are filtered on the event loop: about a millisecond of work at most. */
    static final int ON_EVENT_LOOP_BYTES = 32 * 1024;

    private final EvidenceKeys keys;

    Obligations(EvidenceKeys keys) {
        this.keys = keys;
    }

    /**
     * The released form of an answer.
     *
     * @param body the released bytes; the caller closes it
     * @param commitment to exactly these bytes
     * @param subjects data subjects of the answer and of the request
     * @param commitments commitments to the released values of each field; null when none were wanted
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared as a record
    record Filtered(Spool body, Commitment commitment, Subjects subjects, byte @Nullable [] commitments) {}

    /**
     * Filters an answer.
     *
     * @param exchange exchange id
     * @param raw the counterpart's answer
     * @param target empty spool for the released form; closed here on failure
     * @param filter the grant's filter for the answer's format
     * @param asked identifiers of data subjects named in the request
     * @param fields takes the released values of each field; of this exchange alone; null when nobody wants them
     * @param consumer the consumer's keys; null when the filter needs none
     * @throws Unfilterable when nothing may be released
     * @throws IOException when the spool fails
     */
    Filtered apply(
            UUID exchange,
            Spool raw,
            Spool target,
            AnswerFilter filter,
            List<String> asked,
            @Nullable FieldCommitments fields,
            @Nullable FieldKeys consumer)
            throws Unfilterable, IOException {
        DistinctSubjects met = new DistinctSubjects();
        asked.forEach(met::subject);
        Release release = new Release(met, fields, consumer);
        try {
            Commitment commitment;
            if (raw.inMemory()) {
                byte[] released = filter.filter(raw.array(), 0, Math.toIntExact(raw.size()), release);
                target.output().write(released);
                commitment = keys.commit(exchange, EvidenceKeys.ANSWER, released);
            } else {
                commitment = stream(exchange, raw, target, filter, release);
            }
            return new Filtered(target, commitment, subjects(met), fields == null ? null : fields.join());
        } catch (Unfilterable | IOException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /**
     * The released form of a message.
     *
     * @param body the released bytes
     * @param commitment to exactly these bytes
     * @param subjects data subjects of the message
     * @param commitments commitments to the released values of each field; null when none were wanted
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared as a record
    record Reduced(byte[] body, Commitment commitment, Subjects subjects, byte @Nullable [] commitments) {}

    /**
     * Filters a message, which is small.
     *
     * @param exchange exchange id of the delivery
     * @throws Unfilterable when nothing may be released
     */
    Reduced reduce(
            UUID exchange,
            byte[] message,
            AnswerFilter filter,
            @Nullable FieldCommitments fields,
            @Nullable FieldKeys consumer)
            throws Unfilterable {
        DistinctSubjects met = new DistinctSubjects();
        byte[] released = filter.filter(message, 0, message.length, new Release(met, fields, consumer));
        return new Reduced(
                released,
                keys.commit(exchange, EvidenceKeys.ANSWER, released),
                subjects(met),
                fields == null ? null : fields.join());
    }

    private Subjects subjects(DistinctSubjects met) {
        List<byte[]> digests = new ArrayList<>(met.identifiers().size());
        for (String identifier : met.identifiers()) {
            digests.add(keys.subject(identifier));
        }
        return digests.isEmpty() ? Subjects.none() : Subjects.of(digests);
    }

    private Commitment stream(UUID exchange, Spool raw, Spool target, AnswerFilter filter, Release release)
            throws Unfilterable, IOException {
        try (InputStream in = raw.input();
                OutputStream out = target.output()) {
            filter.filter(in, out, release);
        }
        try (InputStream released = target.input()) {
            return keys.commit(exchange, EvidenceKeys.ANSWER, released);
        }
    }
}
