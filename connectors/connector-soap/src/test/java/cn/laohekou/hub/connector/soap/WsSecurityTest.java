package cn.laohekou.hub.connector.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.laohekou.hub.connector.api.FaultCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import org.apache.camel.AsyncProducer;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSPasswordCallback;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against servers that demand WS-Security and check it with WSS4J. */
class WsSecurityTest {

    private static final String QUERY = "{\"query\":{\"idNumber\":\"42\"}}";

    private static Counterparts counterparts;
    private static SoapFixture hub;
    private static Identity known;
    private static Identity stranger;
    private static String digest;
    private static String text;
    private static String signed;
    private static String both;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        known = Identity.of(folder, "hub");
        stranger = Identity.of(folder, "stranger");
        counterparts = new Counterparts();
        hub = new SoapFixture();
        digest = demanding("Timestamp UsernameToken", "PasswordDigest");
        text = demanding("Timestamp UsernameToken", "PasswordText");
        signed = demanding("Timestamp Signature", "PasswordDigest");
        both = demanding("Timestamp UsernameToken Signature", "PasswordDigest");
    }

    @AfterAll
    static void stop() {
        hub.close();
        counterparts.close();
    }

    @Test
    void aUserNameTokenIsTakenWithItsPasswordAsDigestOrText() throws Exception {
        assertThat(hub.call(token(digest, "digest", "pa55word"), "find", QUERY)).contains("王孟楼");
        assertThat(hub.call(token(text, "text", "pa55word"), "find", QUERY)).contains("王孟楼");
    }

    @Test
    void aWrongOrMissingTokenIsARefusal() throws Exception {
        assertThat(hub.code(token(digest, "digest", "wrong"), "find", QUERY)).isEqualTo(FaultCode.COUNTERPART_REFUSED);
        assertThat(hub.code(token(digest, "text", "pa55word"), "find", QUERY)).isEqualTo(FaultCode.COUNTERPART_REFUSED);
        assertThat(hub.code(producer(digest, Map.of()), "find", QUERY)).isEqualTo(FaultCode.COUNTERPART_REFUSED);
    }

    @Test
    void aSignatureIsTakenFromTheKnownCertificateOnly() throws Exception {
        assertThat(hub.call(signing(signed, "signature", known), "find", QUERY)).contains("王孟楼");
        assertThat(hub.call(signing(both, "usernameTokenSigned", known), "find", QUERY))
                .contains("王孟楼");
        assertThat(hub.code(signing(signed, "signature", stranger), "find", QUERY))
                .isEqualTo(FaultCode.COUNTERPART_REFUSED);
    }

    @Test
    void aKeyThatCannotBeReadStopsTheStartWithoutBeingQuoted() {
        assertThatThrownBy(() -> producer(
                        signed, Map.of("security", "signature", "signingCertificate", "x", "signingKey", "c2VjcmV0")))
                .hasMessageContaining("signingKey")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> producer(signed, Map.of("security", "saml"))).hasMessageContaining("security");
        assertThatThrownBy(() -> producer(signed, Map.of("security", "usernameToken")))
                .hasMessageContaining("tokenUsername");
        assertThatThrownBy(() -> producer(
                        signed,
                        Map.of(
                                "security",
                                "signature",
                                "mtom",
                                true,
                                "signingCertificate",
                                known.certificate(),
                                "signingKey",
                                known.key())))
                .hasMessageContaining("mtom");
    }

    private static AsyncProducer token(String address, String type, String password) throws Exception {
        return producer(
                address,
                Map.of(
                        "security",
                        "usernameToken",
                        "tokenUsername",
                        "hub",
                        "tokenPassword",
                        password,
                        "tokenPasswordType",
                        type));
    }

    private static AsyncProducer signing(String address, String security, Identity identity) throws Exception {
        return producer(
                address,
                Map.of(
                        "security",
                        security,
                        "tokenUsername",
                        "hub",
                        "tokenPassword",
                        "pa55word",
                        "signingCertificate",
                        identity.certificate(),
                        "signingKey",
                        identity.key()));
    }

    private static AsyncProducer producer(String address, Map<String, Object> more) throws Exception {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("address", address);
        settings.put("wsdl", Counterparts.wsdl(address));
        return hub.producer(settings);
    }

    private static String demanding(String actions, String passwordType) throws Exception {
        Merlin trust = new Merlin();
        trust.setKeyStore(known.trust());
        trust.setTrustStore(known.trust());
        CallbackHandler passwords = callbacks -> {
            for (Callback callback : callbacks) {
                ((WSPasswordCallback) callback).setPassword("pa55word");
            }
        };
        Map<String, Object> demands = new HashMap<>();
        demands.put(WSHandlerConstants.ACTION, actions);
        demands.put(WSHandlerConstants.PASSWORD_TYPE, passwordType);
        demands.put(WSHandlerConstants.PW_CALLBACK_REF, passwords);
        demands.put(WSHandlerConstants.SIG_VER_PROP_REF_ID, "trust");
        demands.put("trust", trust);
        return counterparts.start(new People(), "", List.of(new WSS4JInInterceptor(demands)));
    }
}
