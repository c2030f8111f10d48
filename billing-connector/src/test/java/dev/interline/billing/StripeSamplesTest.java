package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.CanonicalSchemas;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.ingress.WebhookRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every recorded sample beside the project, where it is: what becomes of each is written down here. */
class StripeSamplesTest {

    private static final String IGNORED = "ignored";

    /** Until 2013 a dispute had no id of its own; there is nothing to know it by. */
    private static final String NAMELESS = "charge.dispute.%s: dispute.id is missing or not an id";

    /** By the file's name without its end; what is not named means nothing to us. */
    private static final Map<String, String> OUTCOMES = Map.ofEntries(
            Map.entry("charge.captured", "billing.charge.succeeded.v1"),
            Map.entry("charge.dispute.closed", NAMELESS.formatted("closed")),
            Map.entry("charge.dispute.created", "billing.dispute.opened.v1"),
            Map.entry("charge.dispute.funds_reinstated", "billing.dispute.changed.v1"),
            Map.entry("charge.dispute.funds_withdrawn", "billing.dispute.changed.v1"),
            Map.entry("charge.dispute.updated", NAMELESS.formatted("updated")),
            Map.entry("charge.failed", "billing.charge.failed.v1"),
            Map.entry("charge.refund.updated", "billing.refund.changed.v1"),
            Map.entry("charge.refunded", "billing.charge.refunded.v1"),
            Map.entry("charge.succeeded", "billing.charge.succeeded.v1"),
            Map.entry("charge.updated", "billing.charge.changed.v1"),
            Map.entry("checkout.session.completed", "billing.checkout.completed.v1"),
            Map.entry("checkout.session.completed.payment_mode", "billing.checkout.completed.v1"),
            Map.entry("checkout.session.completed.setup_mode", "billing.checkout.completed.v1"),
            Map.entry("customer.created", "customer.account.created.v1"),
            Map.entry("customer.deleted", "customer.account.deleted.v1"),
            Map.entry("customer.updated", "customer.account.updated.v1"),
            Map.entry("customer.subscription.created", "billing.subscription.started.v1"),
            Map.entry("customer.subscription.deleted", "billing.subscription.ended.v1"),
            Map.entry("customer.subscription.trial_will_end", "billing.subscription.trial-ending.v1"),
            Map.entry("customer.subscription.updated", "billing.subscription.changed.v1"),
            Map.entry("invoice.created", "billing.invoice.created.v1"),
            Map.entry("invoice.finalized", "billing.invoice.issued.v1"),
            Map.entry("invoice.paid", "billing.invoice.paid.v1"),
            Map.entry("invoice.payment_action_required", "billing.invoice.action-required.v1"),
            Map.entry("invoice.payment_failed", "billing.invoice.payment-failed.v1"),
            Map.entry("invoice.upcoming", "billing.invoice.announced.v1"),
            Map.entry("invoice.updated", "billing.invoice.changed.v1"),
            Map.entry("payment_intent.amount_capturable_updated", "billing.payment.changed.v1"),
            Map.entry("payment_intent.canceled", "billing.payment.cancelled.v1"),
            Map.entry("payment_intent.created", "billing.payment.changed.v1"),
            Map.entry("payment_intent.payment_failed", "billing.payment.failed.v1"),
            Map.entry("payment_intent.processing", "billing.payment.changed.v1"),
            Map.entry("payment_intent.requires_action", "billing.payment.changed.v1"),
            Map.entry("payment_intent.succeeded", "billing.payment.succeeded.v1"),
            Map.entry("payment_method.attached", "billing.payment-method.attached.v1"),
            Map.entry("payment_method.detached", "billing.payment-method.detached.v1"),
            Map.entry("price.created", "billing.price.changed.v1"),
            Map.entry("price.deleted", "billing.price.removed.v1"),
            Map.entry("price.updated", "billing.price.changed.v1"),
            Map.entry("product.created", "billing.product.changed.v1"),
            Map.entry("product.deleted", "billing.product.removed.v1"),
            Map.entry("product.updated", "billing.product.changed.v1"),
            Map.entry("subscription_schedule.canceled", "billing.schedule.changed.v1"),
            Map.entry("subscription_schedule.created", "billing.schedule.changed.v1"),
            Map.entry("subscription_schedule.released", "billing.schedule.changed.v1"),
            Map.entry("subscription_schedule.updated", "billing.schedule.changed.v1"));

    private final StripeWebhookTranslator translator = new StripeWebhookTranslator();

    @Test
    void everySampleHasTheOutcomeWrittenDownForIt() throws IOException {
        // Given
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> seen = new TreeMap<>();

        // When
        for (Path file : samples("webhooks")) {
            String name = file.getFileName().toString().replaceFirst("\\.json$", "");
            expected.put(name, OUTCOMES.getOrDefault(name, IGNORED));
            seen.put(name, outcome(Files.readAllBytes(file)));
        }

        // Then
        assertThat(seen).containsAllEntriesOf(expected);
        assertThat(seen.keySet()).containsAll(OUTCOMES.keySet());
    }

    @Test
    void everyObjectOfThePresentVersionCanBeReadInEveryEventThatCarriesIt() throws IOException {
        // Given
        var resources = CanonicalJson.mapper()
                .readTree(samples("").stream()
                        .filter(file -> file.getFileName().toString().equals("fixtures3.json"))
                        .findFirst()
                        .orElseThrow()
                        .toFile())
                .path("resources");
        Map<String, String> carried = Map.ofEntries(
                Map.entry("customer", "customer.updated"),
                Map.entry("subscription", "customer.subscription.updated"),
                Map.entry("subscription_schedule", "subscription_schedule.updated"),
                Map.entry("invoice", "invoice.voided"),
                Map.entry("charge", "charge.refunded"),
                Map.entry("payment_intent", "payment_intent.succeeded"),
                Map.entry("refund", "refund.failed"),
                Map.entry("dispute", "charge.dispute.updated"),
                Map.entry("checkout.session", "checkout.session.expired"),
                Map.entry("payment_method", "payment_method.automatically_updated"),
                Map.entry("price", "price.updated"),
                Map.entry("product", "product.updated"),
                Map.entry("entitlements.active_entitlement_summary", "entitlements.active_entitlement_summary.updated"),
                Map.entry("billing.meter", "billing.meter.updated"),
                Map.entry("billing.alert_triggered", "billing.alert.triggered"));
        Set<String> read = new TreeSet<>();

        // When
        carried.forEach((object, type) -> {
            ObjectNode event = CanonicalJson.mapper().createObjectNode();
            event.put("id", "evt_1").put("object", "event").put("type", type).put("created", 1_795_000_000);
            event.putObject("data").set("object", resources.path(object));
            String outcome = outcome(event.toString().getBytes(StandardCharsets.UTF_8));
            assertThat(outcome).as(type).endsWith(".v1");
            read.add(object);
        });

        // Then
        assertThat(read).isEqualTo(carried.keySet());
    }

    private String outcome(byte[] body) {
        try {
            List<ProviderEvent> events = translator.translate(
                    StripeSignatureTest.connection("whsec_1"),
                    CanonicalJson.mapper().readTree(body),
                    new WebhookRequest("POST", "u", Map.of(), body));
            return switch (events.getFirst().meaning()) {
                case Meaning.Translated translated -> {
                    CanonicalMessage message = translated.messages().getFirst();
                    CanonicalSchemas.check(message.envelope().type(), CanonicalJson.write(message.payload()));
                    yield message.envelope().type();
                }
                case Meaning.Ignored ignored -> IGNORED;
                case Meaning.Unmappable unmappable -> unmappable.reason();
                case Meaning.Refetch refetch -> "refetch";
            };
        } catch (IOException notJson) {
            return "not JSON";
        }
    }

    private static List<Path> samples(String folder) throws IOException {
        Path samples = Path.of(System.getProperty("interline.root", ".."), "../shared/providers/stripe", folder);
        assumeTrue(Files.isDirectory(samples), "the provider's samples are not on this machine");
        try (Stream<Path> files = Files.list(samples)) {
            return files.sorted().toList();
        }
    }
}
