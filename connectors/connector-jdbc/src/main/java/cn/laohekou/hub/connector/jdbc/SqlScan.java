package cn.laohekou.hub.connector.jdbc;

/**
 * Walks over SQL just far enough to tell parameters from quotations, comments and casts. Where the two databases read a
 * text differently - a backslash in a quotation, dollar quotes - it refuses rather than guesses.
 */
final class SqlScan {

    /** What was found. */
    enum Kind {
        /** Anything that is copied. */
        TEXT,
        /** A parameter; the text is its name. */
        PARAMETER,
        /** A comment, which is left out: MariaDB runs what some of them hold. */
        COMMENT,
        /** What must not be there. */
        FORBIDDEN
    }

    private final String sql;
    private int at;
    private Kind kind = Kind.TEXT;
    private String text = "";

    SqlScan(String sql) {
        this.sql = sql;
    }

    Kind kind() {
        return kind;
    }

    String text() {
        return text;
    }

    /** Moves on; false at the end. */
    boolean next() {
        if (at >= sql.length()) {
            return false;
        }
        char c = sql.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            quotation(c);
        } else if (sql.startsWith("--", at) || c == '#') {
            found(Kind.COMMENT, to("\n", sql.length()));
        } else if (sql.startsWith("/*", at)) {
            int end = to("*/", -1);
            found(end < 0 || sql.substring(at + 2, end).contains("/*") ? Kind.FORBIDDEN : Kind.COMMENT, end);
        } else if (c == ';' || c == '?' || c == '$' || c == '\\' || c == '\0') {
            found(Kind.FORBIDDEN, at + 1);
        } else if (sql.startsWith("::", at)) {
            found(Kind.TEXT, at + 2);
        } else if (c == ':' && at + 1 < sql.length() && isName(sql.charAt(at + 1))) {
            int end = at + 1;
            while (end < sql.length() && isName(sql.charAt(end))) {
                end++;
            }
            found(Kind.PARAMETER, end);
            text = text.substring(1);
        } else {
            found(Kind.TEXT, at + 1);
        }
        return true;
    }

    /** To the closing quote; a doubled one is two quotations after each other, which is the same text. */
    private void quotation(char quote) {
        int end = sql.indexOf(quote, at + 1);
        boolean open = end < 0 || sql.substring(at, end).indexOf('\\') >= 0;
        found(open ? Kind.FORBIDDEN : Kind.TEXT, open ? sql.length() : end + 1);
    }

    private int to(String mark, int otherwise) {
        int found = sql.indexOf(mark, at);
        return found < 0 ? otherwise : found + mark.length();
    }

    private void found(Kind what, int end) {
        int stop = end < 0 ? sql.length() : end;
        kind = what;
        text = sql.substring(at, stop);
        at = stop;
    }

    private static boolean isName(char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
