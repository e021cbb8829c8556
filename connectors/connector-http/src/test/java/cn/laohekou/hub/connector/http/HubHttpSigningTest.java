package cn.laohekou.hub.connector.http;

import static cn.laohekou.hub.connector.http.HttpFixture.fault;
import static cn.laohekou.hub.connector.http.HttpFixture.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.ExchangeKeys;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.RequestSigning;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is signed is what is sent, and nothing is sent that cannot be signed. */
class HubHttpSigningTest {

    private HttpFixture http;
    private final CollectingSink sink = new CollectingSink();
    private final List<RequestSigning.Request> asked = new ArrayList<>();
    private final List<RequestSigning.Settings> prepared = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        http = new HttpFixture();
        http.server.answersJson("{}");
        http.signing = settings -> {
            prepared.add(settings);
            return request -> {
                asked.add(request);
                return Map.of("Signature", "of " + request.target());
            };
        };
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
    }

    @Test
    void theSignatureIsMadeOverExactlyTheRequestThatIsSent() throws Exception {
        Exchange exchange = http.exchange("POST", "persons/search", "page=2", sink);
        exchange.getMessage().setBody("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        run(http.producer("signing", "message-signature", "signingKeyId", "hub", "signingKey", "top-secret"), exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(http.server.requests())
                .singleElement()
                .asString()
                .contains("Signature: of /v1/persons/search?page=2");
        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.authority()).isEqualTo("counterpart.test:" + http.server.port());
            assertThat(request.body()).isEqualTo("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
        });
        assertThat(prepared).singleElement().satisfies(settings -> {
            assertThat(settings.key()).isEqualTo("top-secret");
            assertThat(settings.toString()).doesNotContain("top-secret");
        });
    }

    @Test
    void probesAreSignedToo() throws Exception {
        Exchange probe = http.exchange("GET", "", "", sink);
        probe.setProperty(ExchangeKeys.PROBE, true);
        run(http.producer("signing", "message-signature", "probePath", "health"), probe);

        assertThat(asked)
                .singleElement()
                .extracting(RequestSigning.Request::target)
                .isEqualTo("/v1/health");
    }

    /** A signer whose counterpart must sign too; what its body check says is given. */
    private RequestSigning.Signer checking(List<String> seen, boolean headFits, boolean bodyFits) {
        return new RequestSigning.Signer() {

            @Override
            public Map<String, String> sign(RequestSigning.Request request) {
                return Map.of();
            }

            @Override
            public RequestSigning.AnswerCheck answers() {
                return answer -> {
                    seen.add(answer.status() + " " + answer.fields().apply("content-type"));
                    if (!headFits) {
                        throw new ConnectorFault(FaultCode.COUNTERPART_BAD_ANSWER, "not signed");
                    }
                    return body(seen, bodyFits);
                };
            }
        };
    }

    private static RequestSigning.BodyCheck body(List<String> seen, boolean fits) {
        return new RequestSigning.BodyCheck() {

            @Override
            public void take(byte[] bytes) {
                seen.add(new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void end() throws ConnectorFault {
                if (!fits) {
                    throw new ConnectorFault(FaultCode.COUNTERPART_BAD_ANSWER, "not what was signed");
                }
            }
        };
    }

    @Test
    void anAnswerThatMustBeSignedIsCheckedBeforeAndAfterItsBody() throws Exception {
        List<String> seen = new ArrayList<>();
        http.signing = settings -> checking(seen, true, true);
        Exchange exchange = http.get("towns", sink);
        run(http.producer("signing", "header-convention", "signedAnswers", "true"), exchange);

        assertThat(exchange.getException()).isNull();
        assertThat(seen).containsExactly("200 [application/json]", "{}");
    }

    @Test
    void aSignOfLifeNeedsNoSignature() throws Exception {
        http.signing = settings -> checking(new ArrayList<>(), false, false);
        Exchange probe = http.exchange("GET", "", "", sink);
        probe.setProperty(ExchangeKeys.PROBE, true);
        run(http.producer("signing", "header-convention", "signedAnswers", "true", "probePath", "health"), probe);

        assertThat(probe.getException()).isNull();
    }

    @Test
    void anAnswerThatIsNotSignedAsAgreedFailsTheExchange() throws Exception {
        for (boolean head : List.of(false, true)) {
            http.signing = settings -> checking(new ArrayList<>(), head, false);
            Exchange exchange = http.get("towns", sink);
            run(http.producer("signing", "header-convention", "signedAnswers", "true"), exchange);

            assertThat(fault(exchange)).isEqualTo(FaultCode.COUNTERPART_BAD_ANSWER);
        }
    }

    @Test
    void withoutTheSettingNothingIsSigned() throws Exception {
        run(http.producer(), http.get("towns", sink));

        assertThat(prepared).isEmpty();
        assertThat(http.server.requests()).singleElement().asString().doesNotContain("Signature");
    }

    @Test
    void aRequestThatCannotBeSignedIsNotSent() throws Exception {
        http.signing = settings -> request -> {
            throw new IllegalStateException("no key");
        };
        Exchange exchange = http.get("towns", sink);
        run(http.producer("signing", "message-signature"), exchange);

        assertThat(fault(exchange)).isEqualTo(FaultCode.CONNECTOR_MISCONFIGURED);
        assertThat(http.server.requests()).isEmpty();
    }

    @Test
    void unusableSettingsStopTheRouteBeforeItStarts() {
        http.signing = settings -> {
            throw new ConnectorFault(FaultCode.CONNECTOR_MISCONFIGURED, "no such algorithm");
        };

        assertThatThrownBy(() -> http.producer("signing", "message-signature")).isInstanceOf(ConnectorFault.class);
    }
}
