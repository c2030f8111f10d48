package dev.interline.durable.lane;

import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.Failure;

/** How an attempt to carry a command out has ended. */
sealed interface Attempted {

    /** It is done. */
    record Succeeded(CommandOutcome outcome) implements Attempted {}

    /** It is not done, or nobody knows. */
    record Failed(Failure failure, Causes causes) implements Attempted {}

    /** Whether an earlier attempt had its effect cannot be found out. */
    record Unresolved(Failure failure) implements Attempted {}

    /** A dry run has come to its first effect. */
    record Tried(IntendedCall call) implements Attempted {}

    /** A newer command has taken its place. */
    record Needless() implements Attempted {}
}
