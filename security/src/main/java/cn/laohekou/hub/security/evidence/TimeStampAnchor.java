package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/** A time-stamp authority over HTTP (RFC 3161, section 3.4). It learns a digest and nothing else. */
public final class TimeStampAnchor implements Anchor {

    private static final int NONCE_BITS = 64;

    private final HttpPost http;
    private final ASN1ObjectIdentifier algorithm;
    private final SecureRandom random = new SecureRandom();

    /**
     * An authority.
     *
     * @param address where it takes requests
     * @param client connects to it
     * @param sm3 whether it takes SM3 digests; SHA-256 otherwise
     */
    public TimeStampAnchor(URI address, HttpClient client, boolean sm3) {
        this.http = new HttpPost(address, client);
        this.algorithm = sm3 ? GMObjectIdentifiers.sm3 : NISTObjectIdentifiers.id_sha256;
    }

    @Override
    public String kind() {
        return TIME_STAMP;
    }

    @Override
    public byte[] anchor(byte[] line) throws IOException {
        TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        byte[] digest = TimeStamp.digest(algorithm, line);
        TimeStampRequest request = generator.generate(
                algorithm, digest == null ? Sm3.hash(line) : digest, new BigInteger(NONCE_BITS, random));
        byte[] answer = http.send("application/timestamp-query", "application/timestamp-reply", request.getEncoded());
        try {
            TimeStampResponse response = new TimeStampResponse(answer);
            response.validate(request);
            TimeStampToken token = response.getTimeStampToken();
            if (token == null) {
                throw new IOException("时间戳机构拒绝 / the time-stamp authority refused: status " + response.getStatus());
            }
            byte[] receipt = token.getEncoded();
            if (!TimeStamp.parse(receipt).signedBy(null)) {
                throw new IOException("时间戳的签名验证不通过 / the time stamp's signature does not verify");
            }
            return receipt;
        } catch (TSPException | IllegalArgumentException e) {
            throw new IOException("时间戳机构的答复不合 / the time-stamp authority's answer does not fit", e);
        }
    }
}
