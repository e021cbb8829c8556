package cn.laohekou.hub.runtime.exchange;

import cn.laohekou.hub.security.evidence.RefusalCounts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Counts refusals of callers that did not prove who they are, per source network, reason and minute. They are counted,
 * not listed, so that a stranger cannot fill the ledger; the number of networks per minute is bounded too.
 *
 * <p>Thread-safe.
 */
final class StrangerCounts {

    /** Networks and reasons told apart in one minute; all further ones count as {@link #OTHERS}. */
    static final int MOST_KEYS = 1000;

    /** Stands for every network beyond {@link #MOST_KEYS}. */
    static final String OTHERS = "others";

    private static final int IPV4_NETWORK_BYTES = 3;
    private static final int IPV6_NETWORK_BYTES = 8;

    private record Key(String network, String reason) {}

    private final Consumer<RefusalCounts> ledger;
    private final Map<Key, Long> counts = new HashMap<>();
    private Instant minute = Instant.EPOCH;

    /** @param ledger takes the counts of a finished minute */
    StrangerCounts(Consumer<RefusalCounts> ledger) {
        this.ledger = ledger;
    }

    /** Counts one refusal. */
    void count(InetAddress source, String reason, Instant now) {
        Optional<RefusalCounts> finished;
        synchronized (this) {
            finished = turn(now.truncatedTo(ChronoUnit.MINUTES), now);
            Key key = new Key(network(source), reason);
            if (!counts.containsKey(key) && counts.size() >= MOST_KEYS) {
                key = new Key(OTHERS, reason);
            }
            counts.merge(key, 1L, Long::sum);
        }
        finished.ifPresent(ledger);
    }

    /** Hands over the counts of a minute that has passed, or, when {@code closing}, of the current one as well. */
    void flush(Instant now, boolean closing) {
        Optional<RefusalCounts> finished;
        synchronized (this) {
            finished = turn(closing ? Instant.MAX : now.truncatedTo(ChronoUnit.MINUTES), now);
        }
        finished.ifPresent(ledger);
    }

    private Optional<RefusalCounts> turn(Instant current, Instant now) {
        if (current.equals(minute)) {
            return Optional.empty();
        }
        List<RefusalCounts.Count> entries = new ArrayList<>(counts.size());
        counts.forEach((key, count) -> entries.add(new RefusalCounts.Count(key.network(), key.reason(), count)));
        Instant counted = minute;
        counts.clear();
        minute = current;
        return entries.isEmpty() ? Optional.empty() : Optional.of(new RefusalCounts(now, counted, entries));
    }

    /** The /24 (IPv4) or /64 (IPv6) an address belongs to, as text. */
    static String network(InetAddress source) {
        byte[] bytes = source.getAddress();
        int kept = bytes.length == 4 ? IPV4_NETWORK_BYTES : IPV6_NETWORK_BYTES;
        Arrays.fill(bytes, kept, bytes.length, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/" + kept * Byte.SIZE;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
