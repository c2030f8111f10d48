package dev.interline.billing;

import static dev.interline.billing.BillingRoutesUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.billing.BillingCommand.IssueInvoice;
import dev.interline.canonical.billing.InvoiceCollection;
import dev.interline.durable.lane.CommandOutcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An invoice is drafted, filled and issued once per key, wherever the work was interrupted. */
class InvoiceIssuingRouteTest {

    private static final IssueInvoice.Line SET_UP = line("Set-up", "120.50", "EUR");
    private static final IssueInvoice.Line TRAINING = line("Training & travel", "80", "EUR");
    private static final IssueInvoice.Line GOODWILL = line("Goodwill", "-20", "EUR");
    private static final List<IssueInvoice.Line> THREE = List.of(SET_UP, TRAINING, GOODWILL);

    private final BillingRoutesUnderTest routes = new BillingRoutesUnderTest();

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/invoices, false, 600", "/invoiceitems, false, 600", "/finalize, false, 600",
        "/invoices, true, 600", "/invoiceitems, true, 600", "/finalize, true, 600",
        "/invoices, true, 0", "/invoiceitems, true, 0", "/finalize, true, 0"
    })
    void anInvoiceIsIssuedOnceThoughAnAnswerIsLostAndWhoeverGoesOn(
            String lost, boolean byAnotherCommand, int searchLagSeconds) {
        try (BillingRoutesUnderTest stand = new BillingRoutesUnderTest(Duration.ofSeconds(searchLagSeconds))) {
            // Given
            IssueInvoice issue = charged(stand.newCustomer(), THREE, "project-1");
            stand.stripe().loseTheNextAnswerOf(lost);
            assertThatThrownBy(() -> stand.carryOut(issue))
                    .hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");

            // When
            CommandOutcome outcome = byAnotherCommand ? stand.repeatAsAnotherCommand(issue) : stand.carryOut(issue);
            CommandOutcome again = stand.repeatAsAnotherCommand(issue);

            // Then
            ExternalRef issued = Objects.requireNonNull(outcome.ref());
            assertThat(again).isEqualTo(CommandOutcome.done(issued));
            assertThat(stand.stripe().effectsOf("invoices.create")).isEqualTo(1);
            assertThat(stand.stripe().effectsOf("invoiceitems.create")).isEqualTo(3);
            assertThat(stand.stripe().effectsOf("invoices.finalize")).isEqualTo(1);
            assertThatObject(stand.invoice(issued))
                    .returns("paid", invoice -> invoice.path("status").asText())
                    .returns(18050L, invoice -> invoice.path("amount_paid").asLong())
                    .returns("eur", invoice -> invoice.path("currency").asText())
                    .returns("project-1", invoice -> invoice.at("/metadata/interline_invoice_key")
                            .asText())
                    .returns("7", invoice -> invoice.at("/metadata/crm_deal").asText());
            assertThat(stand.invoice(issued).at("/lines/data").findValuesAsText("description"))
                    .containsExactly("Set-up", "Training & travel", "Goodwill");
        }
    }

    @Test
    void whatIsIssuedAndKnownToTheSearchIsLookedAtAndLeftAlone() {
        try (BillingRoutesUnderTest stand = new BillingRoutesUnderTest(Duration.ZERO)) {
            // Given
            IssueInvoice issue = charged(stand.newCustomer(), THREE, "project-2");
            stand.carryOut(issue);

            // When
            stand.repeatAsAnotherCommand(issue);

            // Then
            assertThat(stand.stripe().calls()).containsExactly("search-invoice", "read-invoice");
        }
    }

    @Test
    void aDraftThatPeopleFinalizedIsDone() {
        // Given
        ExternalRef customer = routes.newCustomer();
        IssueInvoice issue = charged(customer, THREE, "project-3");
        stripe().loseTheNextAnswerOf("/invoices");
        assertThatThrownBy(() -> routes.carryOut(issue)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        ExternalRef draft = ref(stripe().byHand("invoices?customer=" + customer.id(), "")
                .at("/data/0/id")
                .asText());
        stripe().byHand("invoices/" + draft.id() + "/finalize", "auto_advance=false");

        // When
        CommandOutcome outcome = routes.carryOut(issue);

        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(draft));
        assertThat(stripe().effectsOf("invoiceitems.create")).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 0})
    void anotherInvoiceUnderAKeyThatHasOneIsRefusedTheSameWhetherOrNotTheSearchKnows(int searchLagSeconds) {
        try (BillingRoutesUnderTest stand = new BillingRoutesUnderTest(Duration.ofSeconds(searchLagSeconds))) {
            // Given
            ExternalRef customer = stand.newCustomer();
            stand.carryOut(charged(customer, THREE, "project-4"));

            // Then
            for (IssueInvoice other : List.of(
                    charged(stand.newCustomer(), THREE, "project-4"),
                    charged(customer, List.of(SET_UP, TRAINING), "project-4"),
                    charged(customer, List.of(TRAINING, SET_UP, GOODWILL), "project-4"),
                    charged(customer, List.of(SET_UP, TRAINING, line("Goodwill", "-21", "EUR")), "project-4"),
                    new IssueInvoice(customer, THREE, InvoiceCollection.SEND, 14, Map.of("crm_deal", "7"), "project-4"),
                    new IssueInvoice(customer, THREE, InvoiceCollection.CHARGE, null, Map.of(), "project-4"))) {
                assertThatThrownBy(() -> stand.repeatAsAnotherCommand(other))
                        .hasRootCauseMessage(
                                "BILLING-2432 REJECTED: the command's key was used for another request before");
            }
            assertThat(stand.stripe().effectsOf("invoices.create")).isEqualTo(1);
        }
    }

    @Test
    void anInvoiceThatIsSentIsOpenAndDueInSoManyDays() {
        // Given
        ExternalRef customer = ref(stripe().byHand("customers", "name=Acme&email=billing@acme.example")
                .path("id")
                .asText());

        // When
        ExternalRef issued = Objects.requireNonNull(
                routes.carryOut(new IssueInvoice(customer, THREE, InvoiceCollection.SEND, 14, Map.of(), "project-5"))
                        .ref());

        // Then
        assertThatObject(routes.invoice(issued))
                .returns("open", invoice -> invoice.path("status").asText())
                .returns("send_invoice", invoice -> invoice.path("collection_method")
                        .asText())
                .returns(18050L, invoice -> invoice.path("amount_due").asLong())
                .returns(
                        14 * 86_400L,
                        invoice -> invoice.path("due_date").asLong()
                                - invoice.path("created").asLong())
                .returns(true, invoice -> invoice.path("auto_advance").asBoolean());
        assertThat(stripe().byHand("events?limit=1", "").at("/data/0/type").asText())
                .isEqualTo("invoice.sent");
    }

    @Test
    void whatWaitsForAnotherInvoiceStaysOutOfIt() {
        // Given
        ExternalRef customer = routes.newCustomer();
        stripe().byHand("invoiceitems", "customer=" + customer.id() + "&amount=9900&currency=eur&description=Waits");

        // When
        ExternalRef issued = Objects.requireNonNull(
                routes.carryOut(charged(customer, List.of(SET_UP), "project-6")).ref());

        // Then
        assertThat(routes.invoice(issued).path("total").asLong()).isEqualTo(12050);
    }

    @Test
    void whatIsGivenBackAloneGoesToTheCustomersCreditAndOffTheNextInvoice() {
        // Given
        ExternalRef customer = routes.newCustomer();

        // When
        ExternalRef credit = Objects.requireNonNull(routes.carryOut(charged(customer, List.of(GOODWILL), "credit-1"))
                .ref());
        ExternalRef next =
                Objects.requireNonNull(routes.repeatAsAnotherCommand(charged(customer, List.of(SET_UP), "project-7"))
                        .ref());

        // Then
        assertThatObject(routes.invoice(credit))
                .returns("paid", invoice -> invoice.path("status").asText())
                .returns(-2000L, invoice -> invoice.path("total").asLong())
                .returns(0L, invoice -> invoice.path("amount_paid").asLong())
                .returns(-2000L, invoice -> invoice.path("ending_balance").asLong());
        assertThat(routes.invoice(next).path("amount_paid").asLong()).isEqualTo(10050);
        assertThat(routes.customer(customer).path("balance").asLong()).isZero();
    }

    @Test
    void aCardThatIsDeclinedLeavesAnIssuedInvoiceAndNoFailure() {
        // Given
        ExternalRef customer = ref(stripe().byHand("customers", "name=Acme&payment_method=pm_card_chargeDeclined")
                .path("id")
                .asText());

        // When
        CommandOutcome outcome = routes.carryOut(charged(customer, THREE, "project-8"));

        // Then
        assertThat(routes.invoice(Objects.requireNonNull(outcome.ref()))
                        .path("status")
                        .asText())
                .isEqualTo("open");
    }

    @Test
    void aHundredLinesStandInTheirOrder() {
        // Given
        List<IssueInvoice.Line> lines = IntStream.rangeClosed(1, 100)
                .mapToObj(number -> line("Line " + number, Integer.toString(number), "JPY"))
                .toList();

        // When
        ExternalRef issued = Objects.requireNonNull(routes.carryOut(charged(routes.newCustomer(), lines, "project-9"))
                .ref());

        // Then
        JsonNode shown = routes.invoice(issued).at("/lines/data");
        assertThat(shown.findValuesAsText("description"))
                .containsExactlyElementsOf(
                        lines.stream().map(IssueInvoice.Line::description).toList());
        assertThat(routes.invoice(issued).path("amount_paid").asLong()).isEqualTo(5050);
    }

    @Test
    void aDraftToWhichPeopleAddedMoreThanStripeListsAtOnceGetsTheLinesItLacks() {
        // Given
        ExternalRef customer = routes.newCustomer();
        IssueInvoice issue = charged(customer, THREE, "project-10");
        stripe().loseTheNextAnswerOf("/invoiceitems");
        assertThatThrownBy(() -> routes.carryOut(issue)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        String draft = stripe().byHand("invoices?customer=" + customer.id(), "")
                .at("/data/0/id")
                .asText();
        for (int i = 0; i < 101; i++) {
            stripe().byHand(
                            "invoiceitems",
                            "customer=" + customer.id() + "&invoice=" + draft + "&amount=1&currency=eur");
        }

        // When
        CommandOutcome outcome = routes.repeatAsAnotherCommand(issue);

        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ref(draft)));
        assertThat(stripe().calls()).containsSequence("find-invoice-lines", "find-invoice-lines", "add-invoice-line");
        assertThat(stripe().effectsOf("invoiceitems.create")).isEqualTo(101 + 3);
        assertThat(routes.invoice(ref(draft)).path("total").asLong()).isEqualTo(18050 + 101);
    }

    @Test
    void whoeverIssuesItAtTheSameMomentHasIssuedIt() {
        // Given
        ExternalRef customer = routes.newCustomer();
        stripe().before("finalize-invoice", () -> stripe().byHand(
                        "invoices/"
                                + stripe().byHand("invoices?customer=" + customer.id(), "")
                                        .at("/data/0/id")
                                        .asText() + "/finalize",
                        "auto_advance=true"));

        // When
        CommandOutcome outcome = routes.carryOut(charged(customer, THREE, "project-11"));

        // Then
        assertThat(routes.invoice(Objects.requireNonNull(outcome.ref()))
                        .path("amount_paid")
                        .asLong())
                .isEqualTo(18050);
        assertThat(stripe().effectsOf("invoices.finalize")).isEqualTo(1);
    }

    @Test
    void whatCannotBeIssuedIsRefusedAndNobodyIsCharged() {
        // Given
        ExternalRef nameless = routes.newCustomer();

        // Then
        assertThatThrownBy(() -> routes.carryOut(charged(nameless, List.of(line("Set-up", "0.001", "EUR")), "k-1")))
                .hasRootCauseMessage(
                        "BILLING-2433 REJECTED: An amount in EUR must have no smaller unit than Stripe takes");
        assertThat(stripe().calls()).isEmpty();
        assertThatThrownBy(() -> routes.repeatAsAnotherCommand(charged(ref("cus_nobody"), THREE, "k-2")))
                .hasRootCauseMessage("BILLING-2400 REJECTED: create-invoice was answered 400: resource_missing");
        assertThatThrownBy(() -> routes.repeatAsAnotherCommand(
                        new IssueInvoice(nameless, THREE, InvoiceCollection.SEND, 14, Map.of(), "k-3")))
                .as("nowhere to send it to")
                .hasRootCauseMessage("BILLING-2400 REJECTED: create-invoice was answered 400");
        assertThat(stripe().effectsOf("invoices.create")).isZero();
    }

    private static IssueInvoice charged(ExternalRef customer, List<IssueInvoice.Line> lines, String key) {
        return new IssueInvoice(customer, lines, InvoiceCollection.CHARGE, null, Map.of("crm_deal", "7"), key);
    }

    private static IssueInvoice.Line line(String description, String amount, String currency) {
        return new IssueInvoice.Line(description, new Money(new BigDecimal(amount), currency));
    }

    private SandboxedStripe stripe() {
        return routes.stripe();
    }
}
