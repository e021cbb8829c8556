package cn.laohekou.hub.security.masking;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over one answer, token by token along the tree of declared places. */
final class FilterRun {

    private static final int DATE_LENGTH = 10;

    private final JsonParser parser;
    private final DuplicateGuard guard;
    private final Release release;
    private final List<RowFrame> frames = new ArrayList<>(0);

    /** Where released values go now: the output, or the row that is held back. */
    private JsonGenerator out;

    private @Nullable ValueTap tap;
    private @Nullable RowFrame row;
    private int rowDepth;

    /**
     * @param out takes the released form
     * @param tap finds the released values in it; null when nobody asks
     */
    FilterRun(JsonParser parser, JsonGenerator out, @Nullable ValueTap tap, DuplicateGuard guard, Release release) {
        this.parser = parser;
        this.out = out;
        this.tap = tap;
        this.guard = guard;
        this.release = release;
    }

    void document(Node root) throws IOException, Unfilterable {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new Unfilterable(Unfilterable.Reason.MALFORMED, "");
        }
        if (root.conditions == 0) {
            value(root, first);
        } else if (!row(root, first) && root.released) {
            out.writeStartObject();
            out.writeEndObject();
        }
        if (parser.nextToken() != null) {
            throw new Unfilterable(Unfilterable.Reason.MALFORMED, "");
        }
    }

    private void value(Node node, JsonToken token) throws IOException, Unfilterable {
        if (token == JsonToken.VALUE_NULL) {
            if (node.released) {
                if (tap != null && node.kind == Node.Kind.LEAF) {
                    tap.before(out);
                    out.writeNull();
                    tap.after(out, node.field);
                } else {
                    out.writeNull();
                }
            }
            return;
        }
        switch (node.kind) {
            case OBJECT -> object(node, token);
            case ARRAY -> array(node, token);
            case LEAF -> leaf(node, token);
            case OPEN -> throw wrongShape(node);
        }
    }

    private void object(Node node, JsonToken token) throws IOException, Unfilterable {
        if (token != JsonToken.START_OBJECT) {
            throw wrongShape(node);
        }
        if (node.released) {
            out.writeStartObject();
        }
        guard.enter();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            unique(name);
            Node child = node.children.get(name);
            JsonToken value = parser.nextToken();
            if (child == null) {
                skip(value);
            } else {
                if (child.released) {
                    out.writeFieldName(child.key);
                }
                value(child, value);
            }
        }
        guard.leave();
        if (node.released) {
            out.writeEndObject();
        }
    }

    private void array(Node node, JsonToken token) throws IOException, Unfilterable {
        Node element = node.element;
        if (token != JsonToken.START_ARRAY || element == null) {
            throw wrongShape(node);
        }
        if (node.released) {
            out.writeStartArray();
        }
        for (JsonToken item = parser.nextToken(); item != JsonToken.END_ARRAY; item = parser.nextToken()) {
            if (element.conditions == 0) {
                value(element, item);
            } else {
                row(element, item);
            }
        }
        if (node.released) {
            out.writeEndArray();
        }
    }

    /**
     * Reads one row and releases it when all of its conditions hold.
     *
     * @return whether it is released
     */
    private boolean row(Node node, JsonToken token) throws IOException, Unfilterable {
        JsonGenerator outerOut = out;
        ValueTap outerTap = tap;
        RowFrame outerRow = row;
        if (rowDepth == frames.size()) {
            frames.add(new RowFrame());
        }
        RowFrame frame = frames.get(rowDepth++);
        try (JsonGenerator held = JsonFilter.rowGenerator(frame)) {
            out = held;
            tap = outerTap == null ? null : frame.ranges();
            row = frame;
            value(node, token);
        }
        out = outerOut;
        tap = outerTap;
        row = outerRow;
        rowDepth--;
        boolean kept = frame.keeps(node.conditions);
        if (kept) {
            releaseRow(node, frame);
        }
        return kept;
    }

    private void releaseRow(Node node, RowFrame frame) throws IOException {
        frame.tellSubjects(row == null ? release.subjects() : row::subject);
        if (!node.released) {
            return;
        }
        frame.writeTo(out);
        ReleasedValues values = release.values();
        if (row != null && tap != null) {
            ValueRanges outer = row.ranges();
            outer.adopt(frame.ranges(), outer.position(out) - frame.size());
        } else if (values != null) {
            frame.tellValues(values);
        }
    }

    private void leaf(Node node, JsonToken token) throws IOException, Unfilterable {
        if (!node.type.accepts(token)) {
            throw wrongShape(node);
        }
        if (node.type == LeafType.DATE && !dateShaped()) {
            throw wrongShape(node);
        }
        if (node.type == LeafType.TEXT && halfCharacter()) {
            throw new Unfilterable(Unfilterable.Reason.MALFORMED, node.path);
        }
        if (node.subject && parser.getTextLength() > 0) {
            subject(parser.getText());
        }
        if (node.test != null && row != null && node.test.matches(parser.getText())) {
            row.pass();
        }
        if (!node.released) {
            return;
        }
        if (tap == null) {
            write(node, token);
        } else {
            tap.before(out);
            write(node, token);
            tap.after(out, node.field);
        }
    }

    private void subject(String identifier) {
        if (row == null) {
            release.subjects().subject(identifier);
        } else {
            row.subject(identifier);
        }
    }

    private void write(Node node, JsonToken token) throws IOException, Unfilterable {
        Mask mask = node.mask;
        if (mask == null) {
            copy(token);
        } else if (token == JsonToken.VALUE_STRING || mask.givesText()) {
            out.writeString(mask.apply(parser.getText(), node.field, release.keys()));
        } else {
            out.writeNumber(mask.apply(parser.getText(), node.field, release.keys()));
        }
    }

    private void copy(JsonToken token) throws IOException {
        switch (token) {
            case VALUE_STRING ->
                out.writeString(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
            case VALUE_TRUE -> out.writeBoolean(true);
            case VALUE_FALSE -> out.writeBoolean(false);
            // The number's own text: no rounding through double.
            default -> out.writeNumber(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
        }
    }

    /** Whether an escape left half of a surrogate pair, which UTF-8 cannot hold. */
    private boolean halfCharacter() throws IOException {
        char[] chars = parser.getTextCharacters();
        int end = parser.getTextOffset() + parser.getTextLength();
        for (int i = parser.getTextOffset(); i < end; i++) {
            if (Character.isSurrogate(chars[i])) {
                if (i + 1 == end || !Character.isSurrogatePair(chars[i], chars[i + 1])) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private boolean dateShaped() throws IOException {
        if (parser.getTextLength() != DATE_LENGTH) {
            return false;
        }
        char[] chars = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        for (int i = 0; i < DATE_LENGTH; i++) {
            char c = chars[offset + i];
            boolean dash = i == 4 || i == 7;
            boolean fits = dash ? c == '-' : (c >= '0' && c <= '9');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Reads over a value that nobody declared, still refusing ambiguous keys in it. */
    private void skip(@Nullable JsonToken first) throws IOException, Unfilterable {
        int depth = 0;
        JsonToken token = first;
        while (true) {
            if (token == null) {
                throw new Unfilterable(Unfilterable.Reason.MALFORMED, "");
            }
            switch (token) {
                case START_OBJECT -> {
                    guard.enter();
                    depth++;
                }
                case END_OBJECT -> {
                    guard.leave();
                    depth--;
                }
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                case FIELD_NAME -> unique(parser.currentName());
                default -> {
                    // A scalar: its text is never decoded.
                }
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void unique(String name) throws Unfilterable {
        if (!guard.add(name)) {
            throw new Unfilterable(Unfilterable.Reason.DUPLICATE_KEY, "");
        }
    }

    private static Unfilterable wrongShape(Node node) {
        return new Unfilterable(Unfilterable.Reason.WRONG_SHAPE, node.path.isEmpty() ? "$" : node.path);
    }
}
