package cn.laohekou.hub.security.evidence;

import java.io.IOException;

/**
 * An outside party that keeps or signs what it is given, so that the hub's own administrators cannot rewrite the past. May
 * block; called from a thread of its own.
 */
public interface Anchor {

    /** A file that somebody else keeps: on another machine's share or on a medium that is written once. */
    String FILE = "file";

    /** A time-stamp authority (RFC 3161). */
    String TIME_STAMP = "rfc3161";

    /** A notary or the city's blockchain platform behind HTTP. */
    String NOTARY = "notary";

    /** One of the kinds above. */
    String kind();

    /**
     * Hands over a checkpoint.
     *
     * @param line exact bytes of the checkpoint line
     * @return what the party answered, to be kept as it is
     * @throws IOException when the party did not take it, or its answer does not fit
     */
    byte[] anchor(byte[] line) throws IOException;
}
