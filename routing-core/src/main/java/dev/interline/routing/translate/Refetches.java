package dev.interline.routing.translate;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** Makes the commands that ask a system for the truth. */
@ApplicationScoped
@Named("refetches")
public class Refetches {

    private final Messages messages;

    public Refetches(Messages messages) {
        this.messages = messages;
    }

    /** Asks billing who a customer is. */
    public CanonicalMessage customer(Exchange exchange, @Header("UnknownCustomer") String customer) {
        ExternalRef ref = new ExternalRef(BusinessSystem.BILLING, customer);
        return messages.follow(Delivery.of(exchange), customer, "", new BillingCommand.RefetchAccount(ref));
    }

    /** Asks billing for the present state of a subscription. */
    public CanonicalMessage subscription(Exchange exchange, @Header("SubscriptionInDoubt") String subscription) {
        ExternalRef ref = new ExternalRef(BusinessSystem.BILLING, subscription);
        return messages.follow(Delivery.of(exchange), subscription, "", new BillingCommand.RefetchSubscription(ref));
    }
}
