package cn.laohekou.hub.runtime.outgoing;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.RequestSigning;
import cn.laohekou.hub.security.signature.AnswerHeaders;
import cn.laohekou.hub.security.signature.ContentDigest;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.HttpMessage;
import cn.laohekou.hub.security.signature.SignatureKey;
import cn.laohekou.hub.security.signature.SignatureRefused;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests in a counterpart's header convention, and checks answers signed in the same.
 *
 * @param convention names and text
 * @param rid the hub's id at the counterpart
 * @param sid the service's id at the counterpart
 * @param key the shared secret, or the hub's private key where answers are not signed
 * @param signedAnswers whether answers must be signed
 * @param clock the time
 */
record ConventionSigner(
        HeaderConvention convention, String rid, String sid, SignatureKey key, boolean signedAnswers, Clock clock)
        implements RequestSigning.Signer {

    private static final byte[] NOTHING = new byte[0];

    @Override
    public Map<String, String> sign(RequestSigning.Request request) {
        byte[] body = request.body();
        return convention.write(
                rid, sid, clock.millis(), OutgoingSigning.nonce(), body == null ? NOTHING : body, key::sign);
    }

    @Override
    public RequestSigning.@Nullable AnswerCheck answers() {
        return signedAnswers ? this::begin : null;
    }

    private RequestSigning.BodyCheck begin(RequestSigning.Answer answer) throws ConnectorFault {
        try {
            AnswerHeaders.Party party = new AnswerHeaders.Party(convention, rid, sid, key);
            return new Body(ContentDigest.running(AnswerHeaders.verify(party, new Incoming(answer), clock.instant())));
        } catch (SignatureRefused refused) {
            throw fault();
        }
    }

    /** Says nothing of what came. */
    private static ConnectorFault fault() {
        return new ConnectorFault(
                FaultCode.COUNTERPART_BAD_ANSWER,
                "对方的应答没有按约定签名，或签名与内容不符，未予采用。 The answer is not signed as agreed, or not what was signed; it is not used.");
    }

    private record Body(ContentDigest.Running running) implements RequestSigning.BodyCheck {

        @Override
        public void take(byte[] bytes) {
            running.take(bytes);
        }

        @Override
        public void end() throws ConnectorFault {
            try {
                running.end();
            } catch (SignatureRefused refused) {
                throw fault();
            }
        }
    }

    private record Incoming(RequestSigning.Answer answer) implements HttpMessage {

        @Override
        public String method() {
            return "";
        }

        @Override
        public String authority() {
            return "";
        }

        @Override
        public String path() {
            return "";
        }

        @Override
        public String query() {
            return "";
        }

        @Override
        public int status() {
            return answer.status();
        }

        @Override
        public List<String> field(String name) {
            return answer.fields().apply(name);
        }
    }

    /** Names the service only. */
    @Override
    public String toString() {
        return "ConventionSigner[" + sid + "]";
    }
}
