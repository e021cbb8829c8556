package cn.laohekou.hub.security.evidence;

import cn.laohekou.hub.security.crypto.Sm3;
import java.util.HexFormat;

/**
 * A checkpoint as it was given to an outside party, and what that party answered.
 *
 * @param kind kind of party, see {@link Anchor#kind}
 * @param line exact bytes of the checkpoint line
 * @param receipt exact bytes of the answer
 */
public record StoredAnchor(String kind, Blob line, Blob receipt) {

    /** What the record of it in the chain names it by: SM3 of the receipt in hexadecimal. */
    public String digest() {
        return HexFormat.of().formatHex(Sm3.hash(receipt.bytes()));
    }

    /** A short name for reports. */
    String name() {
        return "anchor " + kind + ' ' + digest().substring(0, 16);
    }
}
