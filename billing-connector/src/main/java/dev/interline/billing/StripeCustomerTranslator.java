package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.failure.FailureException;
import dev.interline.sdk.mapping.Mapping;
import dev.interline.sdk.mapping.Mappings;
import java.util.Map;

/**
 * A Stripe customer as an account: which it is and as of when. What it says of the company is the mapping's to tell, for the
 * tenant whose customer it is.
 */
final class StripeCustomerTranslator {

    /** {@code mappings/stripe/customer.from.jslt}. */
    static final String MAPPING = "stripe.customer.from";

    private final Mappings mappings;

    StripeCustomerTranslator(Mappings mappings) {
        this.mappings = mappings;
    }

    /**
     * The account without its facts.
     *
     * @throws UnreadableStripeObject if it has no id
     */
    static Account translate(JsonNode customer, SourceVersion version) {
        String id = StripeFields.requireId(customer, "customer.id");
        return new Account(new ExternalRef(BusinessSystem.BILLING, id), null, Map.of(), version);
    }

    /**
     * The message with the facts of its account, if it is one about an account that is there; any other as it is.
     *
     * @param customer the customer the message was made of
     * @throws FailureException of kind UNMAPPABLE if the tenant's mapping cannot cope with the customer
     */
    CanonicalMessage withFacts(JsonNode customer, CanonicalMessage message) {
        if (customer.path("deleted").asBoolean(false)) {
            return message;
        }
        return switch (message.payload()) {
            case CustomerEvent.AccountCreated created -> {
                Mapping mapping = mapping(message);
                yield mapped(
                        message,
                        mapping,
                        new CustomerEvent.AccountCreated(known(created.account(), mapping, customer)));
            }
            case CustomerEvent.AccountUpdated updated -> {
                Mapping mapping = mapping(message);
                yield mapped(
                        message,
                        mapping,
                        new CustomerEvent.AccountUpdated(known(updated.account(), mapping, customer)));
            }
            case CustomerEvent.AccountDeleted deleted -> {
                Mapping mapping = mapping(message);
                yield mapped(
                        message,
                        mapping,
                        new CustomerEvent.AccountDeleted(known(deleted.account(), mapping, customer)));
            }
            default -> message;
        };
    }

    private Mapping mapping(CanonicalMessage message) {
        return mappings.of(MAPPING, message.envelope().tenantId());
    }

    private static CanonicalMessage mapped(CanonicalMessage message, Mapping mapping, CanonicalPayload payload) {
        return new CanonicalMessage(message.envelope().mappedBy(mapping.label()), payload);
    }

    private static Account known(Account account, Mapping mapping, JsonNode customer) {
        return new Account(account.ref(), account.accountId(), mapping.accountFields(customer), account.version());
    }
}
