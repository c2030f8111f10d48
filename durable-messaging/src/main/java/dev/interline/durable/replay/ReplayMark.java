package dev.interline.durable.replay;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says of a message that it belongs to a replay: the end of its id, {@code evt_…!r.rpl_0a1b}. A message that follows from it
 * carries the same mark on the id it would have had without; so consumers take it as new, while everything that is derived
 * from the id before the mark, above all the provider's idempotency key, is as it was the first time.
 */
public record ReplayMark(String replayId, ReplayMode mode) {

    private static final Pattern MARKED = Pattern.compile("(.+)!([rdf])\\.(rpl_[0-9a-f]{1,32})", Pattern.DOTALL);

    /** The mark of a message id, if it has one. */
    public static Optional<ReplayMark> of(String messageId) {
        Matcher marked = MARKED.matcher(messageId);
        return marked.matches()
                ? Optional.of(new ReplayMark(
                        marked.group(3), ReplayMode.ofLetter(marked.group(2).charAt(0))))
                : Optional.empty();
    }

    /** The id without a mark: what the message was called the first time. */
    public static String original(String messageId) {
        Matcher marked = MARKED.matcher(messageId);
        return marked.matches() ? marked.group(1) : messageId;
    }

    /** What the effects of a message are known by: as the first time, unless a new effect was asked for. */
    public static String effect(String messageId) {
        return of(messageId)
                .filter(mark -> mark.mode() == ReplayMode.FORCE_NEW_EFFECT)
                .map(mark -> messageId)
                .orElseGet(() -> original(messageId));
    }

    /** Whether nothing may come of it but a report. */
    public static boolean isDryRun(String messageId) {
        return of(messageId).filter(mark -> mark.mode() == ReplayMode.DRY_RUN).isPresent();
    }

    /** The id of a message that follows from {@code causeId} and would be called {@code id} without any replay. */
    public static String following(String causeId, String id) {
        return of(causeId).map(mark -> mark.on(id)).orElse(id);
    }

    /** The id with this mark instead of any other. */
    public String on(String messageId) {
        return original(messageId) + "!" + mode.letter() + "." + replayId;
    }
}
