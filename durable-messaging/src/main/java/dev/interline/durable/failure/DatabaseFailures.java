package dev.interline.durable.failure;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that cannot answer now from data it will never accept. */
public final class DatabaseFailures {

    private DatabaseFailures() {}

    /**
     * Whether the cause is our own database being away, stopping, full or in a conflict of transactions: the same work
     * can succeed later, unchanged. PostgreSQL error classes 08, 40, 53, 55, 57, 58 and XX
     * (<a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">appendix A</a>).
     */
    public static boolean isTransient(@Nullable Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (cause instanceof ConnectionException
                    || cause instanceof SQLTransientException
                    || cause instanceof SQLRecoverableException) {
                return true;
            }
            if (cause instanceof SQLException sql && isTransientState(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTransientState(@Nullable String state) {
        if (state == null || state.length() < 2) {
            // The driver and the pool report lost connections without a state.
            return true;
        }
        return switch (state.substring(0, 2)) {
            case "08", "40", "53", "55", "57", "58", "XX" -> true;
            default -> false;
        };
    }
}
