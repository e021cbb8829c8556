package cn.laohekou.hub.connector.soap;

import cn.laohekou.hub.connector.api.ConnectorFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.crypto.Merlin;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.apache.wss4j.dom.message.WSSecUsernameToken;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** Adds a WS-Security header to requests: time stamp, user name token, signature. Thread-safe. */
final class WsSecurity {

    /** How long a request may be on its way, seconds: what servers allow by default. */
    private static final int TIME_TO_LIVE = 300;

    private static final String ALIAS = "hub";

    private final SecurityOptions options;
    private final @Nullable Merlin keys;
    private final String algorithm;

    private WsSecurity(SecurityOptions options, @Nullable Merlin keys, String algorithm) {
        this.options = options;
        this.keys = keys;
        this.algorithm = algorithm;
    }

    /** @throws ConnectorFault {@code CONNECTOR_MISCONFIGURED}; never quotes a key */
    static WsSecurity of(SecurityOptions options) throws ConnectorFault {
        if (options.token() && (options.tokenUsername().isEmpty() || !options.passwordTypeIsKnown())) {
            throw Faults.misconfigured(
                    "用户名令牌需要 tokenUsername，tokenPasswordType 只能是 text 或 digest。",
                    "A user name token needs tokenUsername; tokenPasswordType is text or digest.");
        }
        if (!options.signature()) {
            return new WsSecurity(options, null, "");
        }
        try {
            PrivateKey key = key(options.signingKey());
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, password(), chain(options.signingCertificate()));
            Merlin keys = new Merlin();
            keys.setKeyStore(store);
            return new WsSecurity(
                    options,
                    keys,
                    key.getAlgorithm().equals("RSA") ? WSConstants.RSA_SHA256 : WSConstants.ECDSA_SHA256);
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            // Not passed on: the cause may quote the key.
            throw Faults.misconfigured(
                    "signingCertificate 或 signingKey 不是可读的 PEM（私钥须为 PKCS #8，RSA 或 EC）。",
                    "signingCertificate or signingKey is not readable as PEM (the key must be PKCS #8, RSA or EC).");
        }
    }

    /** Adds the header. */
    void secure(Document document) throws ConnectorFault {
        if (!options.token() && !options.signature()) {
            return;
        }
        try {
            WSSecHeader header = new WSSecHeader(document);
            header.insertSecurityHeader();
            WSSecTimestamp timestamp = new WSSecTimestamp(header);
            timestamp.setTimeToLive(TIME_TO_LIVE);
            timestamp.build();
            if (options.token()) {
                token(header);
            }
            if (options.signature()) {
                sign(document, header);
            }
        } catch (WSSecurityException e) {
            throw Faults.misconfigured("请求无法签名，未发送。", "The request could not be signed and was not sent.");
        }
    }

    private void token(WSSecHeader header) {
        WSSecUsernameToken token = new WSSecUsernameToken(header);
        boolean digest = options.tokenPasswordType().equals("digest");
        token.setPasswordType(digest ? WSConstants.PASSWORD_DIGEST : WSConstants.PASSWORD_TEXT);
        token.setUserInfo(options.tokenUsername(), options.tokenPassword());
        if (!digest) {
            // OASIS username token profile 1.1, 3.1: against replay, as a digest has it anyway.
            token.addNonce();
            token.addCreated();
        }
        token.build();
    }

    private void sign(Document document, WSSecHeader header) throws WSSecurityException {
        WSSecSignature signature = new WSSecSignature(header);
        signature.setUserInfo(ALIAS, new String(password()));
        signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
        signature.setSignatureAlgorithm(algorithm);
        signature.setDigestAlgo(WSConstants.SHA256);
        signature.getParts().add(part("Body", document.getDocumentElement().getNamespaceURI()));
        signature.getParts().add(part("Timestamp", WSConstants.WSU_NS));
        if (options.token()) {
            signature.getParts().add(part("UsernameToken", WSConstants.WSSE_NS));
        }
        signature.build(keys);
    }

    private static WSEncryptionPart part(String name, String namespace) {
        return new WSEncryptionPart(name, namespace, "");
    }

    /** Of a store that never leaves the memory. */
    private static char[] password() {
        return ALIAS.toCharArray();
    }

    private static Certificate[] chain(String pem) throws GeneralSecurityException {
        List<Certificate> chain = List.copyOf(CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        return chain.toArray(Certificate[]::new);
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(encoded);
        } catch (GeneralSecurityException e) {
            return KeyFactory.getInstance("EC").generatePrivate(encoded);
        }
    }
}
