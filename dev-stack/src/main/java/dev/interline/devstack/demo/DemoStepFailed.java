package dev.interline.devstack.demo;

/** A step of the demo did not go as it should; the message says which and how. */
final class DemoStepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoStepFailed(String message) {
        super(message);
    }
}
