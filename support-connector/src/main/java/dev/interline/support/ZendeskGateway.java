package dev.interline.support;

import dev.interline.durable.failure.Failure;
import dev.interline.durable.quota.QuotaObservation;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import dev.interline.sdk.provider.PresentState;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderLimit;
import dev.interline.sdk.provider.ProviderPages;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Zendesk's API as this connector uses it. */
@ApplicationScoped
public class ZendeskGateway implements ProviderGateway {

    static final String CREATE_FIELD = "create-organization-field";

    static final String SOLVE_TICKET = "solve-ticket";

    static final String COMMENT_TICKET = "comment-ticket";

    static final String ADD_ADDRESS = "add-address";

    static final String JOIN_ORGANIZATION = "join-organization";

    private static final String LIST_AUDITS = "list-audits";
    private static final String LIST_ADDRESSES = "list-addresses";
    private static final String FIND_TICKET = "find-ticket";

    /** The lists that are read to their end, and where their records are. */
    private static final Map<String, ProviderPages> READ_WHOLE = Map.of(
            LIST_AUDITS,
            new ZendeskPages(ZendeskComments.AUDITS),
            LIST_ADDRESSES,
            new ZendeskPages(ZendeskUsers.ADDRESSES),
            ZendeskWebhooks.LIST,
            new ZendeskPages(ZendeskWebhooks.WEBHOOKS));

    /** Zendesk remembers a key for two hours; we rely on it for less. */
    private static final Duration KEY_WINDOW = Duration.ofMinutes(110);

    @Override
    public String codePrefix() {
        return ZendeskFailures.PREFIX;
    }

    @Override
    public List<OperationDescriptor> operations() {
        return List.of(
                OperationDescriptor.upsert("upsert-organization"),
                OperationDescriptor.upsert(CREATE_FIELD),
                OperationDescriptor.read("find-organization"),
                OperationDescriptor.read(FIND_TICKET),
                OperationDescriptor.nativeKey("create-ticket", "Idempotency-Key", KEY_WINDOW, FIND_TICKET),
                OperationDescriptor.upsert(SOLVE_TICKET),
                OperationDescriptor.read("read-ticket"),
                OperationDescriptor.read(LIST_AUDITS),
                new OperationDescriptor(COMMENT_TICKET, new Idempotency.LookupFirst(), LIST_AUDITS),
                OperationDescriptor.upsert("update-ticket"),
                OperationDescriptor.upsert("add-tags"),
                OperationDescriptor.upsert("remove-tags"),
                OperationDescriptor.upsert("tag-tickets"),
                OperationDescriptor.read("read-job"),
                OperationDescriptor.upsert("upsert-user"),
                OperationDescriptor.upsert(ADD_ADDRESS),
                OperationDescriptor.read(LIST_ADDRESSES),
                OperationDescriptor.read("find-user"),
                OperationDescriptor.upsert(JOIN_ORGANIZATION),
                OperationDescriptor.read("read-organization"),
                OperationDescriptor.read("read-user"),
                OperationDescriptor.read("list-tickets"),
                OperationDescriptor.read("list-tickets-of-organization"),
                OperationDescriptor.read("list-organizations"),
                OperationDescriptor.read("list-users"),
                OperationDescriptor.read(ZendeskTicketSource.EXPORT),
                OperationDescriptor.read(ZendeskWebhooks.LIST),
                OperationDescriptor.read(ZendeskWebhooks.READ_SECRET),
                new OperationDescriptor(ZendeskWebhooks.CREATE, new Idempotency.LookupFirst(), ZendeskWebhooks.LIST),
                OperationDescriptor.upsert(ZendeskWebhooks.CHANGE),
                OperationDescriptor.upsert(ZendeskWebhooks.DELETE),
                OperationDescriptor.read(ZendeskWebhooks.FIND_BEAT),
                new OperationDescriptor(
                        ZendeskWebhooks.PREPARE_BEAT, new Idempotency.LookupFirst(), ZendeskWebhooks.FIND_BEAT),
                OperationDescriptor.upsert(ZendeskWebhooks.BEAT));
    }

    @Override
    public List<ProviderLimit> limits(Connection connection) {
        return ZendeskLimits.LIMITS;
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        String user = connection.apiUser();
        return Map.of(
                "Authorization",
                user == null ? "Bearer " + connection.apiToken() : "Basic " + basic(user, connection.apiToken()));
    }

    @Override
    public Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        return ZendeskFailures.of(operation, answer);
    }

    @Override
    public List<QuotaObservation> observations(ProviderAnswer answer) {
        return ZendeskLimits.observations(answer);
    }

    @Override
    public Optional<String> exhausted(OperationDescriptor operation, ProviderAnswer answer) {
        return ZendeskLimits.exhausted(operation, answer);
    }

    /** An API token stands in for the password of the user it belongs to, marked as a token. */
    private static String basic(String user, String token) {
        return Base64.getEncoder().encodeToString((user + "/token:" + token).getBytes(StandardCharsets.UTF_8));
    }

    /** What is looked for is looked for on all pages: that it is on none must be certain. */
    @Override
    public Optional<ProviderPages> pages(OperationDescriptor operation) {
        return Optional.ofNullable(READ_WHOLE.get(operation.name()));
    }

    @Override
    public Optional<PresentState> presentState(OperationDescriptor operation, ProviderRequest request) {
        return ZendeskPresentState.of(operation.name(), request);
    }
}
