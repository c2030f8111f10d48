package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.support.SupportCommand.FollowJob;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.Body;

/**
 * Work on many records that Zendesk does on its own time
 * (<a href="https://developer.zendesk.com/api-reference/ticketing/ticket-management/job_statuses/">job statuses</a>): a job
 * may be completed, and answered 200, with some of its records refused.
 */
@ApplicationScoped
@Named("zendeskJobs")
public class ZendeskJobs {

    private static final Duration REST = Duration.ofSeconds(10);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,60}");
    private static final int MOST_NAMED = 10;

    /** Whether the text can be a job's id. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Asks how the job stands. */
    public ProviderRequest readRequest(@Body FollowJob command) {
        return ProviderRequest.get(
                "/api/v2/job_statuses/" + ProviderRequest.segment(command.job().id()) + ".json", Map.of());
    }

    /**
     * The job has ended well.
     *
     * @throws FailureException CONFLICT if it has not ended, REJECTED if it, or a part of it, has failed; names records by id
     *     and reasons by Zendesk's word, never in its sentences
     */
    public CommandOutcome ended(@Body ProviderAnswer answer) {
        JsonNode job = answer.body().path("job_status");
        switch (job.path("status").asText("")) {
            case "queued", "working" ->
                throw new FailureException(new Failure(
                        FailureKind.CONFLICT, ZendeskFailures.JOB_AT_WORK, "the job has not ended yet", REST));
            case "completed" -> requireAllWell(job.path("results"));
            case "failed", "killed" ->
                throw new FailureException(Failure.of(
                        FailureKind.REJECTED,
                        ZendeskFailures.JOB_FAILED,
                        "the job ended " + job.path("status").asText()));
            default -> throw ZendeskFailures.incompleteRead("job_status.status");
        }
        return CommandOutcome.done(null);
    }

    private static void requireAllWell(JsonNode results) {
        if (!results.isArray()) {
            throw ZendeskFailures.incompleteRead("job_status.results");
        }
        int failed = 0;
        List<String> ids = new ArrayList<>();
        Set<String> reasons = new TreeSet<>();
        for (JsonNode result : results) {
            if (isWell(result)) {
                continue;
            }
            failed++;
            if (ids.size() < MOST_NAMED) {
                ids.add(ZendeskTickets.id(result.path("id"))
                        .orElse("number " + result.path("index").asInt(-1)));
            }
            String reason = result.path("error").asText("");
            reasons.add(WORD.matcher(reason).matches() ? reason : "no word given");
        }
        if (failed > 0) {
            throw new FailureException(Failure.of(
                    FailureKind.REJECTED,
                    ZendeskFailures.JOB_PARTLY_FAILED,
                    failed + " of " + results.size() + " records were refused (" + String.join(", ", reasons) + "): "
                            + String.join(", ", ids)));
        }
    }

    /** Old jobs say {@code success}, new ones a {@code status}; a refusal names an {@code error} in both. */
    private static boolean isWell(JsonNode result) {
        boolean refused =
                result.path("success").isBoolean() && !result.path("success").asBoolean();
        return !refused
                && !result.hasNonNull("error")
                && !result.path("status").asText("").equalsIgnoreCase("Failed");
    }
}
