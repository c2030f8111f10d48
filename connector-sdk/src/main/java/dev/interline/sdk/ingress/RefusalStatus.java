package dev.interline.sdk.ingress;

/**
 * How the connector's provider is told that a request was not verified; the wrong status makes some providers repeat for
 * days and others drop the event.
 *
 * @param status a 4xx status
 */
public record RefusalStatus(int status) {

    /** @throws IllegalArgumentException unless 4xx */
    public RefusalStatus {
        if (status < 400 || status > 499) {
            throw new IllegalArgumentException("A refused webhook is answered 4xx, not " + status);
        }
    }
}
