package cn.laohekou.hub.connector.jdbc;

import java.math.BigDecimal;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/** Types of parameters, and how their texts become values that are bound. */
enum ParameterType {
    /** Any text. */
    STRING(Types.VARCHAR) {
        @Override
        Object read(String text) {
            return text;
        }
    },
    /** A whole number of 64 bits. */
    INTEGER(Types.BIGINT) {
        @Override
        Object read(String text) {
            return Long.valueOf(text);
        }
    },
    /** A decimal number. */
    DECIMAL(Types.NUMERIC) {
        @Override
        Object read(String text) {
            if (text.length() > MAX_NUMBER || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
                throw new NumberFormatException("too long");
            }
            return new BigDecimal(text);
        }
    },
    /** {@code true} or {@code false}. */
    BOOLEAN(Types.BOOLEAN) {
        @Override
        Object read(String text) {
            if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("neither true nor false");
            }
            return text.equals("true");
        }
    },
    /** ISO 8601, {@code 2026-11-28}. */
    DATE(Types.DATE) {
        @Override
        Object read(String text) {
            return LocalDate.parse(text);
        }
    },
    /** ISO 8601 without zone, {@code 2026-11-28T08:00:00}. */
    TIMESTAMP(Types.TIMESTAMP) {
        @Override
        Object read(String text) {
            return LocalDateTime.parse(text);
        }
    };

    private static final int MAX_NUMBER = 100;

    private final int sqlType;

    ParameterType(int sqlType) {
        this.sqlType = sqlType;
    }

    /** Its constant in {@link Types}. */
    int sqlType() {
        return sqlType;
    }

    /** @throws IllegalArgumentException or {@link DateTimeParseException} when the text is none */
    abstract Object read(String text);

    static ParameterType named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
