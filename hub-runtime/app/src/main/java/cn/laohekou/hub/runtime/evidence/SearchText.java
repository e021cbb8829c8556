package cn.laohekou.hub.runtime.evidence;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search being written: its text and the values of its parameters, in the same order. */
final class SearchText {

    /** Newest first, and the same order for records of the same instant at every page. */
    private static final String ORDER = " ORDER BY r.at DESC, r.node DESC, r.sequence DESC, r.ordinal DESC LIMIT ";

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    void begin(String start) {
        text.append(start);
    }

    void condition(String condition) {
        text.append(" AND ").append(condition);
    }

    void add(String condition, Object value) {
        condition(condition);
        values.add(value);
    }

    void addIf(String condition, @Nullable Object value) {
        if (value != null) {
            add(condition, value);
        }
    }

    void value(Object value) {
        values.add(value);
    }

    void more(Object... rest) {
        values.addAll(List.of(rest));
    }

    /** Ends a part whose newest alone are wanted. */
    void endInner(int limit) {
        text.append(ORDER).append(limit).append(") r");
    }

    SearchText end(int limit) {
        text.append(ORDER).append(limit);
        return this;
    }

    String sql() {
        return text.toString();
    }

    void bind(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
