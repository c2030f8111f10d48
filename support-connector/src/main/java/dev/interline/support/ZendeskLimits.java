package dev.interline.support;

import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Zendesk's limits (<a href="https://developer.zendesk.com/api-reference/introduction/rate-limits/">rate limits</a>): 200, 400
 * or 700 calls a minute by the account's plan, which every answer tells; 30 updates of one ticket in 10 minutes; 10
 * incremental exports a minute; and limits of single endpoints that only their answers tell.
 */
final class ZendeskLimits {

    private static final String ACCOUNT = "account";
    private static final String ENDPOINT = "endpoint";
    private static final String TICKET_UPDATES = "ticket-updates";
    private static final String EXPORTS = "incremental-exports";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** An endpoint's own limit is unknown until an answer tells it; until then the largest plan's. */
    private static final int LARGEST_PLAN = 700;

    private static final int UPDATES_AT_ONCE = 15;
    private static final Set<String> TICKET_OPERATIONS = Set.of(
            ZendeskGateway.SOLVE_TICKET, ZendeskGateway.COMMENT_TICKET, "update-ticket", "add-tags", "remove-tags");
    private static final String ENDPOINT_HEADER = "zendesk-ratelimit-";
    private static final Pattern TICKET = Pattern.compile("/api/v2/tickets/(\\d{1,19})(?:/tags)?(?:\\.json)?");
    private static final Pattern ENDPOINT_VALUE = Pattern.compile(
            "\\s*total=(\\d{1,9})\\s*;\\s*remaining=(\\d{1,9})\\s*(?:;\\s*resets=(\\d{1,9})\\s*)?;?\\s*");

    static final List<ProviderLimit> LIMITS = List.of(
            ProviderLimit.of(ACCOUNT, 400, MINUTE),
            ProviderLimit.of(ENDPOINT, LARGEST_PLAN, MINUTE).perOperation(),
            ProviderLimit.of(TICKET_UPDATES, 30, Duration.ofMinutes(10))
                    .withBurst(UPDATES_AT_ONCE)
                    .perRecord(ZendeskLimits::updatedTicket),
            ProviderLimit.of(EXPORTS, 10, MINUTE)
                    .forOperations(operation -> operation.name().startsWith("export-")));

    private ZendeskLimits() {}

    private static Optional<String> updatedTicket(ProviderRequest request) {
        Matcher ticket = TICKET.matcher(request.path());
        return !request.method().equals("GET") && ticket.matches() ? Optional.of(ticket.group(1)) : Optional.empty();
    }

    static List<QuotaObservation> observations(ProviderAnswer answer) {
        List<QuotaObservation> seen = new ArrayList<>();
        remaining(answer)
                .ifPresent(left -> seen.add(
                        new QuotaObservation(ACCOUNT, limit(answer), left, seconds(answer.count("ratelimit-reset")))));
        answer.headers().forEach((name, value) -> {
            Matcher endpoint = ENDPOINT_VALUE.matcher(value);
            if (name.startsWith(ENDPOINT_HEADER) && endpoint.matches()) {
                String resets = endpoint.group(3);
                seen.add(new QuotaObservation(
                        ENDPOINT,
                        Integer.valueOf(endpoint.group(1)),
                        Integer.parseInt(endpoint.group(2)),
                        resets == null ? null : Duration.ofSeconds(Long.parseLong(resets))));
            }
        });
        return seen;
    }

    /** The limit that has none left by its own headers; if none says so, a ticket's updates where it was one. */
    static Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer) {
        Optional<String> told = observations(answer).stream()
                .filter(seen -> seen.remaining() == 0)
                .map(QuotaObservation::limitName)
                .findFirst();
        boolean accountHasSome = remaining(answer).orElse(0) > 0;
        return told.or(() -> accountHasSome && TICKET_OPERATIONS.contains(operation.name())
                ? Optional.of(TICKET_UPDATES)
                : Optional.of(ACCOUNT));
    }

    private static OptionalInt remaining(ProviderAnswer answer) {
        OptionalInt standard = answer.count("ratelimit-remaining");
        return standard.isPresent() ? standard : answer.count("x-rate-limit-remaining");
    }

    private static @Nullable Integer limit(ProviderAnswer answer) {
        OptionalInt standard = answer.count("ratelimit-limit");
        OptionalInt limit = standard.isPresent() ? standard : answer.count("x-rate-limit");
        return limit.isPresent() ? limit.getAsInt() : null;
    }

    private static @Nullable Duration seconds(OptionalInt seconds) {
        return seconds.isPresent() ? Duration.ofSeconds(seconds.getAsInt()) : null;
    }
}
