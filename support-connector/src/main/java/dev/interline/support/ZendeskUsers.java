package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.support.SupportCommand.JoinOrganization;
import dev.interline.canonical.support.SupportCommand.UpsertUser;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.inbound.Persons;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.PersonalValues;
import dev.interline.sdk.command.CommandDelivery;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * People, named by our key as external id, and the organizations they belong to.
 *
 * <p>Zendesk's upsert matches by e-mail address too and would make a stranger with that address ours, so the address is not
 * in it: it is added to the user whom the key names, and refused if it is another's.
 */
@ApplicationScoped
@Named("zendeskUsers")
public class ZendeskUsers {

    /** Where a list of a user's addresses has them. */
    static final String ADDRESSES = "identities";

    /** Whether the user lacks the address that is wanted. */
    static final String ADDRESS_MISSING = "AddressMissing";

    private static final String PERSON = "Person";
    private static final String JOIN = "JoinOrganization";
    private static final String USER = "UserId";
    private static final String WRITTEN = "UserWritten";
    private static final int MAX_NAME = 255;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Whose data something holds: those of the users whom the given values name. */
    static Persons persons(JsonNode... users) {
        return Persons.of(
                "user",
                Stream.of(users)
                        .flatMap(user -> ZendeskTickets.id(user).stream())
                        .toList());
    }

    private final PersonalValues personal;

    ZendeskUsers(PersonalValues personal) {
        this.personal = personal;
    }

    /** Who a command is about, opened; never told. */
    private record Person(String name, @Nullable String email) {
        @Override
        public String toString() {
            return "Person";
        }
    }

    /**
     * The upsert by our key. Nobody gets mail by it.
     *
     * @throws FailureException if our keys do not open what is sealed in the command
     */
    public ProviderRequest upsertRequest(Exchange exchange, @Body UpsertUser command) {
        TenantId tenant = CommandDelivery.tenantOf(exchange);
        String name = personal.open(tenant, command.key(), "name", command.name());
        String email =
                command.email() == null ? null : personal.open(tenant, command.key(), "address", command.email());
        exchange.setProperty(PERSON, new Person(CanonicalText.clean(name, MAX_NAME), email));
        ObjectNode request = JSON.objectNode();
        request.putObject("user")
                .put("external_id", command.key())
                .put("name", person(exchange).name())
                .put("skip_verify_email", true);
        return ProviderRequest.post("/api/v2/users/create_or_update.json", request);
    }

    /**
     * Notes who was made or updated, and whether an address is to be added.
     *
     * @throws FailureException if the answer does not name the user; the next attempt upserts again
     */
    public void upserted(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode user = answer.body().path("user");
        exchange.setProperty(
                USER, ZendeskTickets.id(user.path("id")).orElseThrow(() -> ZendeskFailures.incompleteWrite("user.id")));
        boolean created = answer.status() == ZendeskOwnWrites.CREATED;
        String name = person(exchange).name();
        // That somebody was made is told to everybody, whoever made them.
        exchange.setProperty(WRITTEN, created ? Map.of() : ZendeskOwnWrites.of(answer.status(), name, Map.of()));
        String wanted = person(exchange).email();
        boolean missing = wanted != null && !user.path("email").asText("").equalsIgnoreCase(wanted);
        exchange.getMessage().setHeader(ADDRESS_MISSING, missing);
    }

    /** Adds the address to the user. */
    public ProviderRequest addressRequest(Exchange exchange) {
        ObjectNode request = JSON.objectNode();
        request.putObject("identity")
                .put("type", "email")
                .put("value", address(exchange))
                .put("verified", true)
                .put("skip_verify_email", true);
        return ProviderRequest.post(addressesPath(exchange), request);
    }

    /** Asks for the user's addresses. */
    public ProviderRequest addressesRequest(Exchange exchange) {
        return ZendeskPages.first(addressesPath(exchange));
    }

    /**
     * The taken address may be the user's own, beside the first.
     *
     * @throws FailureException if it is somebody else's: whether the two are one person, a person decides
     */
    public void requireOwnAddress(Exchange exchange, @Body ProviderAnswer answer) {
        JsonNode identities = answer.body().path(ADDRESSES);
        if (!identities.isArray() || ZendeskPages.hasMore(answer.body())) {
            throw ZendeskFailures.incompleteRead("identities");
        }
        for (JsonNode identity : identities) {
            if (identity.path("type").asText("").equals("email")
                    && identity.path("value").asText("").equalsIgnoreCase(address(exchange))) {
                return;
            }
        }
        throw new FailureException(ZendeskFailures.addressTaken());
    }

    /** The user, and what was written if anything was. */
    @SuppressWarnings("unchecked")
    public CommandOutcome outcome(Exchange exchange) {
        Map<String, String> written = exchange.getProperty(WRITTEN, Map.of(), Map.class);
        return new CommandOutcome(ZendeskTickets.ref(userId(exchange)), List.of(), written);
    }

    /** Asks for the user with the key; straight from Zendesk's records, its search would lag behind. */
    public ProviderRequest findRequest(Exchange exchange, @Body JoinOrganization command) {
        exchange.setProperty(JOIN, command);
        return ProviderRequest.get("/api/v2/users/show_many.json", Map.of("external_ids", command.userKey()));
    }

    /**
     * Asks for the organization of the account.
     *
     * @throws FailureException if the user is not there yet; it will be, so the command waits
     */
    public ProviderRequest findOrganization(Exchange exchange, @Body ProviderAnswer users) {
        if (!users.body().path("users").isArray()) {
            throw ZendeskFailures.incompleteRead("users");
        }
        JoinOrganization command = join(exchange);
        for (JsonNode user : users.body().path("users")) {
            if (user.path("external_id").asText("").equalsIgnoreCase(command.userKey())) {
                ZendeskTickets.id(user.path("id")).ifPresent(id -> exchange.setProperty(USER, id));
            }
        }
        if (userId(exchange).isEmpty()) {
            throw new FailureException(
                    Failure.of(FailureKind.CONFLICT, ZendeskFailures.NO_USER, "there is no user with this key yet"));
        }
        return ProviderRequest.get(
                "/api/v2/organizations/search.json",
                Map.of("external_id", command.accountId().value()));
    }

    /**
     * The membership to be made.
     *
     * @throws FailureException if the organization is not there yet; it will be, so the command waits
     */
    public ProviderRequest membershipRequest(Exchange exchange, @Body ProviderAnswer organizations) {
        String organization = ZendeskTicketCommands.organizationOf(
                join(exchange).accountId().value(), organizations.body().path("organizations"));
        ObjectNode request = JSON.objectNode();
        request.putObject("organization_membership")
                .put("user_id", new BigInteger(userId(exchange)))
                .put("organization_id", new BigInteger(organization));
        return ProviderRequest.post("/api/v2/organization_memberships.json", request);
    }

    private static String addressesPath(Exchange exchange) {
        return "/api/v2/users/" + userId(exchange) + "/identities.json";
    }

    private static String address(Exchange exchange) {
        return Objects.requireNonNullElse(person(exchange).email(), "");
    }

    private static Person person(Exchange exchange) {
        return exchange.getProperty(PERSON, Person.class);
    }

    private static JoinOrganization join(Exchange exchange) {
        return exchange.getProperty(JOIN, JoinOrganization.class);
    }

    private static String userId(Exchange exchange) {
        return exchange.getProperty(USER, "", String.class);
    }
}
