package dev.interline.durable.lane;

/** A newer command has taken the place of the one we have claimed, before any call of it was sent: there is nothing to do. */
final class Superseded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Superseded(String commandId) {
        super("command " + commandId + " is superseded", null, false, false);
    }
}
