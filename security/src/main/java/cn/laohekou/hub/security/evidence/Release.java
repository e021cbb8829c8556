package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is about to be released.
 *
 * @param connector connector the answer came through
 * @param connectorRevision its running revision
 * @param fields fields released and masks applied
 * @param answer commitment to the exact bytes released
 * @param answerBytes how many bytes
 * @param subjects data subjects the released bytes are about
 * @param commitments commitments to the values of each field, see {@link FieldCommitments#join}; null when none were
 *     made. The array must not change afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared as a record
public record Release(
        String connector,
        int connectorRevision,
        ReleasedFields fields,
        Commitment answer,
        long answerBytes,
        Subjects subjects,
        byte @Nullable [] commitments) {

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("connector", connector);
        json.writeNumberField("connectorRevision", connectorRevision);
        fields.write(json);
        json.writeStringField("answer", answer.hex());
        json.writeNumberField("answerBytes", answerBytes);
        if (commitments != null) {
            json.writeBinaryField("commitments", commitments);
        }
        subjects.write(json);
    }
}
