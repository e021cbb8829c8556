package cn.laohekou.hub.runtime.exchange;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes exchange ids: UUID version 7 (RFC 9562 section 5.7), ordered by time so that the ledger's index grows at its end.
 * They identify, they do not authorise, so fast randomness seeded once is enough.
 */
public final class ExchangeIds {

    private static final long NODE_SALT = new SecureRandom().nextLong();

    private ExchangeIds() {}

    /** A new id for now. */
    public static UUID next(long epochMillis) {
        long random = ThreadLocalRandom.current().nextLong() ^ NODE_SALT;
        long high = (epochMillis << 16) | 0x7000L | (random & 0xfffL);
        long low = (ThreadLocalRandom.current().nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
