package cn.laohekou.hub.runtime.evidence;

import cn.laohekou.hub.security.evidence.StoreException;
import cn.laohekou.hub.security.evidence.StoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a failed statement says for certain. */
final class SqlFailures {

    private static final String UNIQUE_VIOLATION = "23505";

    private SqlFailures() {}

    /**
     * A failure of a statement that committed by itself, or of a commit.
     *
     * <p>An error the server reports while it stays connected means that it rolled back. Anything else - a lost
     * connection, a time-out on our side, a dying server process - says nothing.
     */
    static StoreException ofCommit(SQLException e) {
        String state = state(e);
        if (state.equals(UNIQUE_VIOLATION)) {
            return new StoreException(Kind.CONFLICT, sentence(state), e);
        }
        return new StoreException(reported(e) ? Kind.NOT_WRITTEN : Kind.UNKNOWN, sentence(state), e);
    }

    /** A failure before anything was committed. */
    static StoreException beforeCommit(SQLException e) {
        String state = state(e);
        Kind kind = state.equals(UNIQUE_VIOLATION) ? Kind.CONFLICT : Kind.NOT_WRITTEN;
        return new StoreException(kind, sentence(state), e);
    }

    /** Whether the server itself reported an error and lives on. */
    static boolean reported(SQLException e) {
        if (!(e instanceof PSQLException failure)) {
            return false;
        }
        ServerErrorMessage message = failure.getServerErrorMessage();
        return message != null && "ERROR".equals(message.getSeverity());
    }

    static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // Nothing depends on it: the server drops what was not committed.
        }
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    private static String sentence(String state) {
        return "存证数据库没有写入（SQLSTATE " + state + "） / the evidence database did not take it";
    }
}
