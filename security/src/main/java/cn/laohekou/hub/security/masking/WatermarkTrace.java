package cn.laohekou.hub.security.masking;

import cn.laohekou.hub.security.masking.ConsumerKeyring.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names the consumer a sample was released to. Each distinct value of the sample that carries a mark is compared with the
 * mark every candidate would have been given; how sure the answer is follows from how rarely so many agree by chance.
 */
public final class WatermarkTrace {

    /** Below one in ten thousand the agreement is taken to be no accident. */
    public static final double NAMED_FROM = 0.9999;

    /** Most digits after the point for which marked numbers are recognised. */
    private static final int MAX_SCALE = 8;

    private final ConsumerKeyring keyring;

    /**
     * @param keyring where the keys of marks are
     */
    public WatermarkTrace(ConsumerKeyring keyring) {
        this.keyring = keyring;
    }

    /**
     * What a sample says.
     *
     * @param examined distinct values looked at
     * @param marked how many of them carry a mark of some consumer's
     * @param suspects candidates with at least one agreeing mark, the surest first
     */
    public record Report(int examined, int marked, List<Suspect> suspects) {}

    /**
     * One candidate.
     *
     * @param system consumer system
     * @param agreeing how many marks are the ones this system was given
     * @param confidence chance that this is no accident, 0 to 1, all candidates and key versions taken into account
     */
    public record Suspect(String system, int agreeing, double confidence) {

        /** Whether the sample names this system. */
        public boolean named() {
            return confidence >= NAMED_FROM;
        }
    }

    private record Reading(Watermark carrier, Map<String, Integer> marks) {}

    /**
     * Examines a sample.
     *
     * @param resource resource it is thought to come from
     * @param field field the values belong to
     * @param values the values as found, with their invisible characters
     * @param systems every system the sample could have been released to
     */
    public Report trace(String resource, String field, Collection<String> values, Collection<String> systems) {
        List<Reading> readings = new ArrayList<>();
        readings.add(read(Watermark.ofTexts(), values));
        for (int scale = 0; scale <= MAX_SCALE; scale++) {
            readings.add(read(Watermark.ofNumbers(scale), values));
        }
        readings.removeIf(reading -> reading.marks().isEmpty());
        int versions = keyring.version(Use.WATERMARK);
        double trials = (double) systems.size() * versions * Math.max(1, readings.size());
        Map<String, Suspect> best = new LinkedHashMap<>();
        for (Reading reading : readings) {
            for (int version = versions; version > 0; version--) {
                for (String system : systems) {
                    int agreeing = agreeing(reading, version, system, resource, field);
                    if (agreeing > 0) {
                        double chance = trials * chance(agreeing, reading);
                        best.merge(
                                system,
                                new Suspect(system, agreeing, Math.max(0, 1 - chance)),
                                (one, other) -> one.confidence() >= other.confidence() ? one : other);
                    }
                }
            }
        }
        int marked = readings.stream()
                .mapToInt(reading -> reading.marks().size())
                .max()
                .orElse(0);
        return new Report(
                (int) values.stream().distinct().count(),
                marked,
                best.values().stream()
                        .sorted(Comparator.comparingDouble(Suspect::confidence)
                                .thenComparingInt(Suspect::agreeing)
                                .reversed())
                        .toList());
    }

    private static Reading read(Watermark carrier, Collection<String> values) {
        Map<String, Integer> marks = new LinkedHashMap<>();
        for (String value : values) {
            Watermark.Found found = carrier.read(value);
            if (found != null) {
                marks.put(found.base(), found.mark());
            }
        }
        return new Reading(carrier, marks);
    }

    private int agreeing(Reading reading, int version, String system, String resource, String field) {
        int agreeing = 0;
        for (Map.Entry<String, Integer> mark : reading.marks().entrySet()) {
            int given = ConsumerKeys.mark(keyring, version, system, resource, field, mark.getKey());
            if (given % reading.carrier().marks() == mark.getValue()) {
                agreeing++;
            }
        }
        return agreeing;
    }

    /**
     * Upper bound of the chance that at least so many of independent marks agree by accident (Chernoff bound of the
     * binomial tail).
     */
    private static double chance(int agreeing, Reading reading) {
        int all = reading.marks().size();
        double one = 1.0 / reading.carrier().marks();
        double share = (double) agreeing / all;
        if (share <= one) {
            return 1;
        }
        double distance = share * Math.log(share / one);
        if (agreeing < all) {
            distance += (1 - share) * Math.log((1 - share) / (1 - one));
        }
        return Math.exp(-all * distance);
    }
}
