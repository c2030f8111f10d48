package dev.interline.durable.lane;

/** Carries out one command at the provider. */
@FunctionalInterface
public interface CommandHandler {

    /**
     * Carries the command out; no transaction is open meanwhile.
     *
     * @throws dev.interline.durable.failure.FailureException telling the dispatcher what to do next
     * @throws UnresolvedOutcome if an earlier attempt may have had its effect and nothing can tell
     */
    CommandOutcome handle(CommandAttempt attempt);
}
