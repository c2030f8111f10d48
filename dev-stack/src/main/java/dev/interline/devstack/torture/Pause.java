package dev.interline.devstack.torture;

import dev.interline.devstack.DevStackFailure;
import java.time.Duration;

/** Waiting, where there is nothing to wait on but time. */
final class Pause {
    private Pause() {}

    static void of(Duration length) {
        millis(length.toMillis());
    }

    static void millis(long length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevStackFailure("The torture was broken off.", e);
        }
    }
}
