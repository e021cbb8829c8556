package cn.laohekou.hub.runtime.table;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The one text of a value, however a product writes it, so that a row has the same digest on both sides. */
final class Canonical {

    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][ ]HH:mm[:ss]")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm:ss", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm", "+00")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "+00")
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .toFormatter(Locale.ROOT);

    private Canonical() {}

    /**
     * The text of a value.
     *
     * @param kind what the target's column holds
     * @param value the value as either side writes it; null for none
     */
    static @Nullable String of(Conversion.Kind kind, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return switch (kind) {
                case INTEGER, NUMBER ->
                    new BigDecimal(truth(value).strip()).stripTrailingZeros().toPlainString();
                case BOOLEAN -> truth(value);
                case TIME -> time(value);
                // Texts of fixed length are padded by some products.
                case TEXT -> value.stripTrailing();
                case DATE, BINARY, OTHER -> value;
            };
        } catch (NumberFormatException | DateTimeException e) {
            return value;
        }
    }

    private static String truth(String value) {
        return switch (value) {
            case "t", "true" -> "1";
            case "f", "false" -> "0";
            default -> value;
        };
    }

    /** Both sides' sessions are in UTC: without an offset it is that. */
    private static String time(String value) {
        TemporalAccessor read = TIME.parseBest(value, OffsetDateTime::from, LocalDateTime::from);
        OffsetDateTime time =
                read instanceof OffsetDateTime offset ? offset : ((LocalDateTime) read).atOffset(ZoneOffset.UTC);
        return time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime().toString();
    }
}
