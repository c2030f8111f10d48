package dev.interline.devstack.operate;

/** A service did not do what was asked of its admin API, and says why. */
final class AdminFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    AdminFailure(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
