package dev.interline.runtime.admin;

import dev.interline.durable.replay.ReplayRefused;
import dev.interline.durable.sync.SyncRefused;
import dev.interline.runtime.api.Problem;

/** A request to the admin API that cannot be done; its problem says what is wrong and what to do. */
public final class AdminFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    private AdminFailure(int status, String code, String title, String detail) {
        super(code + ": " + detail);
        this.problem = Problem.of(status, code, title, detail);
    }

    Problem problem() {
        return problem;
    }

    /** 400. */
    public static AdminFailure malformed(String detail) {
        return new AdminFailure(400, "ADMIN-1001", "Malformed request", detail);
    }

    /** 404; what the caller may not see is not there either. */
    public static AdminFailure unknown(String what) {
        return new AdminFailure(404, "ADMIN-1404", "Not found", what);
    }

    /** 409. */
    public static AdminFailure conflict(String detail) {
        return new AdminFailure(409, "ADMIN-1409", "Not possible now", detail);
    }

    static AdminFailure unauthorized() {
        return new AdminFailure(
                401,
                "ADMIN-2401",
                "No valid API key",
                "Send 'Authorization: Bearer <key>' with a key that is configured here (interline.api-keys)");
    }

    static AdminFailure forbidden(Scope needed) {
        return new AdminFailure(
                403,
                "ADMIN-2403",
                "Not allowed",
                "This needs a key with the scope '" + needed.token() + "' (interline.api-keys.*.scopes)");
    }

    static AdminFailure of(SyncRefused refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.why()) {
            case UNKNOWN -> unknown(detail);
            case CONFLICT, WRONG_STATE -> conflict(detail);
        };
    }

    static AdminFailure of(ReplayRefused refused) {
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.why()) {
            case UNKNOWN -> unknown(detail);
            case UNSUPPORTED, NOTHING_MATCHES -> new AdminFailure(422, "ADMIN-1422", "Nothing to do", detail);
            case CONFLICT, WRONG_STATE -> conflict(detail);
        };
    }
}
