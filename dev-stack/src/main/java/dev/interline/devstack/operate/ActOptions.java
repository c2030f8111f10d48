package dev.interline.devstack.operate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How something is done again. */
final class ActOptions {

    @Option(names = "--preview", description = "Only say how many rows are meant and which come first.")
    boolean preview;

    @Option(
            names = "--dry-run",
            description =
                    "Go the whole way, but keep nothing and send nothing: report what would be called at the providers.")
    boolean dryRun;

    @Option(
            names = "--force-new-effect",
            description = "Let the providers do again what they have done. Needs a key with the scope 'force'.")
    boolean force;

    @Option(names = "--rate", paramLabel = "N", description = "How many a second at most (default: 10).")
    int rate = 10;

    @Option(names = "--all", description = "Everything; needed if no filter is given.")
    boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept in the audit log.")
    @Nullable
    String reason;

    String mode() {
        if (dryRun && force) {
            throw new AdminFailure(0, "A dry run forces nothing: give --dry-run or --force-new-effect, not both");
        }
        return dryRun ? "DRY_RUN" : force ? "FORCE_NEW_EFFECT" : "REPLAY";
    }

    /** @throws AdminFailure if no reason was given */
    String requireReason() {
        if (reason == null || reason.isBlank()) {
            throw new AdminFailure(0, "Say why with --reason; it is kept in the audit log");
        }
        return reason;
    }

    /** The members of a request that acts upon many rows. */
    Map<String, Object> body(FilterOptions filter) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("mode", mode());
        body.put("ratePerSecond", rate);
        body.put("preview", preview);
        if (!preview) {
            body.put("reason", requireReason());
        }
        if (!filter.isEmpty()) {
            body.put("filter", filter.members());
        }
        if (all) {
            body.put("all", true);
        }
        return body;
    }
}
