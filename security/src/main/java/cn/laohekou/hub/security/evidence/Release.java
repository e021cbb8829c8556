package cn.laohekou.hub.security.evidence;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * What is about to be released.
 *
 * @param connector connector the answer came through
 * @param connectorRevision its running revision
 * @param fields fields released and masks applied
 * @param answer commitment to the exact bytes released
 * @param answerBytes how many bytes
 * @param subjects data subjects the released bytes are about
 */
public record Release(
        String connector,
        int connectorRevision,
        ReleasedFields fields,
        Commitment answer,
        long answerBytes,
        Subjects subjects) {

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("connector", connector);
        json.writeNumberField("connectorRevision", connectorRevision);
        fields.write(json);
        json.writeStringField("answer", answer.hex());
        json.writeNumberField("answerBytes", answerBytes);
        subjects.write(json);
    }
}
