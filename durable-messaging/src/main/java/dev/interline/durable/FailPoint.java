package dev.interline.durable;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named place where a test can make the process die as by {@code kill -9}, to prove that nothing is lost there.
 *
 * <p>Off unless the system property {@value #PROPERTY} names one, as {@code name} or {@code name:n} for its n-th hit.
 */
public enum FailPoint {
    INGEST_AFTER_INSERT,
    INGEST_AFTER_COMMIT,
    RELAY_AFTER_SEND,
    RELAY_AFTER_ACK,
    ROUTE_BEFORE_TX,
    ROUTE_INSIDE_TX,
    ROUTE_AFTER_COMMIT_BEFORE_OFFSET,
    DISPATCH_AFTER_CLAIM,
    DISPATCH_AFTER_INTENT,
    DISPATCH_AFTER_HTTP_RESPONSE,
    DISPATCH_AFTER_RESULT_COMMIT,
    REPLAY_INSIDE_TX,
    REPLAY_AFTER_COMMIT,
    SYNC_INSIDE_TX,
    SYNC_AFTER_COMMIT,
    REPAIR_AFTER_CALL;

    /** The system property that switches one fail point on. */
    public static final String PROPERTY = "interline.failpoint";

    private static final int EXIT_AS_KILLED = 137;
    private static final Logger LOG = LoggerFactory.getLogger(FailPoint.class);

    private static final Armed ARMED = Armed.parse(System.getProperty(PROPERTY, ""));

    /** The name used in the property: {@code relay.after-send}. */
    public String token() {
        String lower = name().toLowerCase(Locale.ROOT);
        int first = lower.indexOf('_');
        return lower.substring(0, first) + "." + lower.substring(first + 1).replace('_', '-');
    }

    /** Dies here, if this is the armed fail point and its turn has come. */
    @SuppressWarnings("SystemExitOutsideMain")
    public void hit() {
        if (ARMED.matches(this)) {
            LOG.error("fail point {} reached: halting as if killed", token());
            Runtime.getRuntime().halt(EXIT_AS_KILLED);
        }
    }

    /** Whether any fail point is armed; a service of the production environment refuses to start then. */
    public static boolean anyArmed() {
        return !ARMED.token.isEmpty();
    }

    private static final class Armed {
        private final String token;
        private int remaining;

        private Armed(String token, int remaining) {
            this.token = token;
            this.remaining = remaining;
        }

        static Armed parse(String setting) {
            int colon = setting.indexOf(':');
            return colon < 0
                    ? new Armed(setting, 1)
                    : new Armed(setting.substring(0, colon), Integer.parseInt(setting.substring(colon + 1)));
        }

        synchronized boolean matches(FailPoint point) {
            return !token.isEmpty() && token.equals(point.token()) && --remaining == 0;
        }
    }
}
