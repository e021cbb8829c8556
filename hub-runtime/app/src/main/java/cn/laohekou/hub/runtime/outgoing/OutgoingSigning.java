package cn.laohekou.hub.runtime.outgoing;

import cn.laohekou.hub.connector.api.ConnectorFault;
import cn.laohekou.hub.connector.api.FaultCode;
import cn.laohekou.hub.connector.api.RequestSigning;
import cn.laohekou.hub.security.signature.ContentDigest;
import cn.laohekou.hub.security.signature.HeaderConvention;
import cn.laohekou.hub.security.signature.HttpMessage;
import cn.laohekou.hub.security.signature.MessageSignature;
import cn.laohekou.hub.security.signature.SignatureAlgorithm;
import cn.laohekou.hub.security.signature.SignatureKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Signs requests to counterparts with the same signatures callers use towards the hub. */
public final class OutgoingSigning implements RequestSigning {

    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> PARTS = Set.of("rid", "sid", "rtime", "sign", "nonce", "digest");
    private static final String VISIBLE = "[!#-\\[\\]-~]{1,128}";

    private final Clock clock;

    /** @param clock the time of signing */
    public OutgoingSigning(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Signer prepare(Settings settings) throws ConnectorFault {
        SignatureKey key = key(settings);
        if (!settings.keyId().matches(VISIBLE)) {
            throw fault("signingKeyId 应为 1 至 128 个可见字符。", "signingKeyId must have 1 to 128 visible characters.");
        }
        if (settings.signedAnswers() && !settings.mechanism().equals("header-convention")) {
            throw fault("signedAnswers 只能与 header-convention 同用。", "signedAnswers needs signing: header-convention.");
        }
        return switch (settings.mechanism()) {
            case "message-signature" -> request -> messageSignature(settings, key, request);
            case "header-convention" -> convention(settings, key);
            default ->
                throw fault(
                        "signing 只能是 none、message-signature 或 header-convention。",
                        "signing must be none, message-signature or header-convention.");
        };
    }

    private Map<String, String> messageSignature(Settings settings, SignatureKey key, Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        List<String> components = new ArrayList<>(List.of("@method", "@authority", "@path", "@query"));
        byte[] body = request.body();
        if (body != null) {
            boolean commercial =
                    key.algorithm() == SignatureAlgorithm.SM2 || key.algorithm() == SignatureAlgorithm.HMAC_SM3;
            headers.put("Content-Digest", commercial ? ContentDigest.sm3(body) : ContentDigest.sha256(body));
            components.add(ContentDigest.FIELD);
        }
        Instant now = clock.instant();
        MessageSignature.Made made = MessageSignature.make(
                new Outgoing(request, headers),
                components,
                new MessageSignature.Parameters(
                        "hub", now.getEpochSecond(), nonce(), settings.keyId(), key.algorithm()),
                key::sign);
        headers.put("Signature-Input", made.input());
        headers.put("Signature", made.signature());
        return headers;
    }

    private Signer convention(Settings settings, SignatureKey key) throws ConnectorFault {
        if (!settings.service().matches(VISIBLE)) {
            throw fault(
                    "header-convention 需要服务标识 signingService（sid）。",
                    "header-convention needs signingService, the service's id (sid).");
        }
        if (settings.signedAnswers() && !key.algorithm().shared()) {
            throw fault(
                    "signedAnswers 只能与 hmac-sha256、hmac-sm3 同用。",
                    "signedAnswers needs a shared secret: hmac-sha256 or hmac-sm3.");
        }
        return new ConventionSigner(
                convention(settings), settings.keyId(), settings.service(), key, settings.signedAnswers(), clock);
    }

    private static HeaderConvention convention(Settings settings) throws ConnectorFault {
        Map<String, String> names = settings.convention();
        if (names.isEmpty()) {
            return HeaderConvention.NATIONAL;
        }
        if (!PARTS.containsAll(names.keySet())) {
            throw fault(
                    "signingHeaders 只认 rid、sid、rtime、sign、nonce、digest。",
                    "signingHeaders knows rid, sid, rtime, sign, nonce and digest only.");
        }
        try {
            return new HeaderConvention(
                    names.getOrDefault("rid", ""),
                    names.getOrDefault("sid", ""),
                    names.getOrDefault("rtime", ""),
                    names.getOrDefault("sign", ""),
                    names.get("nonce"),
                    names.get("digest"),
                    settings.template(),
                    HeaderConvention.Encoding.valueOf(settings.encoding().toUpperCase(Locale.ROOT)),
                    HeaderConvention.TEN_MINUTES);
        } catch (IllegalArgumentException e) {
            throw fault("签名头约定无效：" + e.getMessage(), "Not a usable header convention: " + e.getMessage());
        }
    }

    private static SignatureKey key(Settings settings) throws ConnectorFault {
        SignatureAlgorithm algorithm = SignatureAlgorithm.of(settings.algorithm())
                .orElseThrow(() -> fault("不支持的签名算法 signingAlgorithm。", "signingAlgorithm is not supported."));
        try {
            return algorithm.shared()
                    ? SignatureKey.secret(algorithm, settings.key().getBytes(StandardCharsets.UTF_8))
                    : SignatureKey.privateKey(algorithm, pem(settings.key()));
        } catch (IllegalArgumentException e) {
            throw fault(
                    "signingKey 不是该算法可用的密钥：口令至少 16 字节，私钥为 PEM（PKCS 8）。",
                    "signingKey does not fit the algorithm: a secret of at least 16 bytes, or a private key in PEM (PKCS 8).");
        }
    }

    private static byte[] pem(String text) {
        String begin = "-----BEGIN PRIVATE KEY-----";
        String end = "-----END PRIVATE KEY-----";
        String stripped = text.strip();
        if (!stripped.startsWith(begin) || !stripped.endsWith(end)) {
            throw new IllegalArgumentException("not PEM");
        }
        return Base64.getMimeDecoder().decode(stripped.substring(begin.length(), stripped.length() - end.length()));
    }

    /** A value never used before. */
    static String nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return HexFormat.of().formatHex(nonce);
    }

    private static ConnectorFault fault(String zh, String en) {
        return new ConnectorFault(FaultCode.CONNECTOR_MISCONFIGURED, zh + " " + en);
    }

    private record Outgoing(Request request, Map<String, String> headers) implements HttpMessage {

        @Override
        public String method() {
            return request.method();
        }

        @Override
        public String authority() {
            return request.authority();
        }

        @Override
        public String path() {
            int question = request.target().indexOf('?');
            return question < 0 ? request.target() : request.target().substring(0, question);
        }

        @Override
        public String query() {
            int question = request.target().indexOf('?');
            return question < 0 ? "?" : request.target().substring(question);
        }

        @Override
        public int status() {
            return 0;
        }

        @Override
        public List<String> field(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }
}
