package cn.laohekou.hub.runtime.conservation;

import cn.laohekou.hub.runtime.alert.Alerts;
import cn.laohekou.hub.runtime.registry.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges the conservation law: accepted = delivered + quarantined + rejected + in flight, per connector. A pattern calls
 * {@link #judge} at a moment when nothing of it is between two figures (its watermark). What does not balance for longer
 * than {@link #PATIENCE} is an alert. The figures stand in {@code exchange.balance} by account and day; the law is judged
 * over all days, because what was accepted yesterday may be delivered today.
 */
public final class Conservation {

    /** Kind of the alert; its key is the connector. */
    public static final String ALERT = "EXCHANGE_IMBALANCE";

    /** How long an imbalance may last before it is an alert. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Alerts alerts;
    private final Clock clock;
    private final MultiGauge figures;
    private final MultiGauge imbalances;
    private final Map<String, Map<String, Judged>> byPattern = new HashMap<>();

    /**
     * @param alerts where an imbalance is told
     * @param metrics where figures go
     * @param clock wall clock
     */
    public Conservation(Alerts alerts, MeterRegistry metrics, Clock clock) {
        this.alerts = alerts;
        this.clock = clock;
        this.figures = MultiGauge.builder("hub.conservation")
                .description("Exchanges by connector and where they are")
                .register(metrics);
        this.imbalances = MultiGauge.builder("hub.conservation.imbalance")
                .description("Accepted without delivered, quarantined, rejected and in flight; 0 when nothing is lost")
                .register(metrics);
    }

    /**
     * How one connector stands.
     *
     * @param connector connector
     * @param department its department; null when unknown
     * @param counts accepted, delivered, quarantined, rejected, over all days
     * @param inFlight measured
     * @param since since when it does not balance; null while it does
     */
    public record Judged(
            String connector,
            @Nullable String department,
            Map<Figure, Long> counts,
            long inFlight,
            @Nullable Instant since) {

        /** What is missing when positive, and too much when negative. */
        public long imbalance() {
            return count(Figure.ACCEPTED)
                    - count(Figure.DELIVERED)
                    - count(Figure.QUARANTINED)
                    - count(Figure.REJECTED)
                    - inFlight;
        }

        /** One of the counts. */
        public long count(Figure figure) {
            return counts.getOrDefault(figure, 0L);
        }
    }

    /**
     * Judges a pattern at its watermark.
     *
     * @param pattern name of the pattern
     * @param connection reads the figures; in a transaction of its own or none
     * @param measured all accounts of the pattern, with what is in flight at this moment
     * @return how each connector stands, by name
     */
    public synchronized Map<String, Judged> judge(String pattern, Connection connection, List<Measured> measured)
            throws SQLException {
        Map<String, Map<Figure, Long>> totals = totals(connection);
        Map<String, Judged> before = byPattern.getOrDefault(pattern, Map.of());
        Map<String, Judged> now = new TreeMap<>();
        for (Measured account : measured) {
            Map<Figure, Long> counts = totals.getOrDefault(account.account(), Map.of());
            now.merge(
                    account.connector(),
                    new Judged(account.connector(), account.department(), counts, account.inFlight(), null),
                    Conservation::plus);
        }
        Instant at = clock.instant();
        now.replaceAll((connector, judged) -> since(judged, before.get(connector), at));
        byPattern.put(pattern, now);
        now.values().forEach(judged -> tell(judged, at));
        publish();
        return Map.copyOf(now);
    }

    /** How everything stood at the last watermark, in no particular order. */
    public synchronized List<Judged> latest() {
        return byPattern.values().stream()
                .flatMap(judged -> judged.values().stream())
                .toList();
    }

    private static Judged plus(Judged one, Judged other) {
        Map<Figure, Long> sum = new HashMap<>(one.counts());
        other.counts().forEach((figure, count) -> sum.merge(figure, count, Long::sum));
        return new Judged(one.connector(), one.department(), sum, one.inFlight() + other.inFlight(), null);
    }

    private static Judged since(Judged judged, @Nullable Judged before, Instant at) {
        if (judged.imbalance() == 0) {
            return judged;
        }
        Instant since = before == null || before.since() == null ? at : before.since();
        return new Judged(judged.connector(), judged.department(), judged.counts(), judged.inFlight(), since);
    }

    private void tell(Judged judged, Instant at) {
        Instant since = judged.since();
        if (since == null) {
            alerts.clear(ALERT, judged.connector());
        } else if (!at.isBefore(since.plus(PATIENCE))) {
            alerts.raise(
                    judged.department(),
                    ALERT,
                    judged.connector(),
                    "连接器 " + judged.connector() + " 收支不平：已接收 − 已投递 − 已隔离 − 已退回 − 在途 = " + judged.imbalance()
                            + "，请核查是否有消息丢失或重复",
                    "Connector " + judged.connector()
                            + " does not balance: accepted - delivered - quarantined - rejected" + " - in flight = "
                            + judged.imbalance() + "; look for lost or doubled messages",
                    null);
        }
    }

    private void publish() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        List<MultiGauge.Row<?>> off = new ArrayList<>();
        for (Judged judged : latest()) {
            for (Figure figure : Figure.values()) {
                rows.add(MultiGauge.Row.of(
                        Tags.of("connector", judged.connector(), "what", figure.label()), judged.count(figure)));
            }
            rows.add(MultiGauge.Row.of(
                    Tags.of("connector", judged.connector(), "what", "in_flight"), judged.inFlight()));
            off.add(MultiGauge.Row.of(Tags.of("connector", judged.connector()), judged.imbalance()));
        }
        figures.register(rows, true);
        imbalances.register(off, true);
    }

    private static Map<String, Map<Figure, Long>> totals(Connection connection) throws SQLException {
        Map<String, Map<Figure, Long>> totals = new HashMap<>();
        Sql.list(
                connection,
                "SELECT account, what, sum(count) FROM exchange.balance GROUP BY account, what",
                row -> totals.computeIfAbsent(row.getString(1), account -> new HashMap<>())
                        .put(Figure.valueOf(row.getString(2).toUpperCase(Locale.ROOT)), row.getLong(3)));
        return totals;
    }
}
