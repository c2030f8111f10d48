package dev.interline.billing;

import static dev.interline.billing.BillingRoutesUnderTest.openAccount;
import static dev.interline.billing.BillingRoutesUnderTest.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.durable.lane.CommandOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Customers are opened, named and labelled, each wish once. */
class AccountCommandsRouteTest {

    private final BillingRoutesUnderTest routes = new BillingRoutesUnderTest();

    @AfterEach
    void stopRoutes() {
        routes.close();
    }

    @Test
    void aCustomerIsLabelledOnceAndTheLabelIsTakenAway() {
        // Given
        ExternalRef customer = routes.newCustomer();
        var label = new BillingCommand.LabelAccount(customer, Map.of("crm_company", "42", "crm_owner", "7"));

        // When
        CommandOutcome outcome = routes.carryOut(label);
        routes.repeatAsAnotherCommand(label);
        routes.repeatAsAnotherCommand(new BillingCommand.LabelAccount(customer, Map.of("crm_owner", "")));

        // Then
        assertThat(outcome)
                .isEqualTo(new CommandOutcome(
                        customer, List.of(), Map.of("metadata[crm_company]", "42", "metadata[crm_owner]", "7")));
        assertThat(routes.customer(customer).path("metadata")).hasToString("{\"crm_company\":\"42\"}");
        assertThat(stripe().effectsOf("customers.update")).isEqualTo(2);
    }

    @Test
    void aCustomerIsRenamedOnceAndWhatWasWrittenIsWhatStripeWillTellOf() {
        // Given
        ExternalRef customer = routes.newCustomer();
        var rename = new BillingCommand.RenameAccount(customer, "Acme Ltd");

        // When
        CommandOutcome outcome = routes.carryOut(rename);
        routes.repeatAsAnotherCommand(rename);

        // Then
        assertThat(outcome).isEqualTo(new CommandOutcome(customer, List.of(), Map.of("name", "Acme Ltd")));
        assertThat(routes.customer(customer).path("name").asText()).isEqualTo("Acme Ltd");
        assertThat(stripe().effectsOf("customers.update")).isEqualTo(1);
    }

    @Test
    void aDeletedCustomerTakesNoLabels() {
        // Given
        ExternalRef nobody = ref("cus_nobody");

        // Then
        assertThatThrownBy(() -> routes.carryOut(new BillingCommand.LabelAccount(nobody, Map.of("a", "b"))))
                .hasRootCauseMessage("BILLING-2404 REJECTED: read-customer was answered 404: resource_missing");
        assertThat(stripe().calls()).containsExactly("read-customer");
    }

    @Test
    void aCustomerIsMadeOncePerKeyThoughTheSearchKnowsNothingOfItAndTheAnswerIsLost() {
        // Given
        var open = openAccount("New Corp", Map.of("crm_company", "42"), "billing@new.example", "lead-1");
        stripe().loseTheNextAnswerOf("/customers");

        // When
        assertThatThrownBy(() -> routes.carryOut(open)).hasRootCauseMessage("BILLING-2002 AMBIGUOUS: no answer came");
        ExternalRef opened = Objects.requireNonNull(routes.carryOut(open).ref());
        CommandOutcome again = routes.repeatAsAnotherCommand(
                openAccount("New Corp", Map.of("crm_company", "42"), "billing@new.example", "lead-1"));

        // Then
        assertThat(again).isEqualTo(CommandOutcome.done(opened));
        assertThat(stripe().effectsOf("customers.create")).isEqualTo(1);
        JsonNode customer = routes.customer(opened);
        assertThat(customer.path("name").asText()).isEqualTo("New Corp");
        assertThat(customer.path("email").asText()).isEqualTo("billing@new.example");
        assertThat(customer.path("metadata").path("crm_company").asText()).isEqualTo("42");
        assertThat(customer.path("metadata").path("interline_account_key").asText())
                .isEqualTo("lead-1");
        assertThat(customer.path("metadata").path("interline_asked").asText()).matches("[0-9a-f]{64}");
    }

    @ParameterizedTest
    @ValueSource(ints = {600, 0})
    void anotherCustomerUnderAKeyThatHasOneIsRefusedTheSameWhetherOrNotTheSearchKnows(int searchLagSeconds) {
        try (BillingRoutesUnderTest stand = new BillingRoutesUnderTest(Duration.ofSeconds(searchLagSeconds))) {
            // Given
            stand.carryOut(openAccount("New Corp", Map.of("crm_company", "42"), "a@new.example", "lead-2"));

            // Then
            for (BillingCommand other : List.of(
                    openAccount("Other Corp", Map.of("crm_company", "42"), "a@new.example", "lead-2"),
                    openAccount("New Corp", Map.of("crm_company", "43"), "a@new.example", "lead-2"),
                    openAccount("New Corp", Map.of(), "a@new.example", "lead-2"),
                    openAccount("New Corp", Map.of("crm_company", "42"), "b@new.example", "lead-2"),
                    openAccount("New Corp", Map.of("crm_company", "42"), null, "lead-2"))) {
                assertThatThrownBy(() -> stand.repeatAsAnotherCommand(other))
                        .hasRootCauseMessage(
                                "BILLING-2432 REJECTED: the command's key was used for another request before");
            }
            assertThat(stand.stripe().effectsOf("customers.create")).isEqualTo(1);
        }
    }

    @Test
    void aCustomerThatPeopleRenamedAndLabelledIsStillTheOneOfItsKey() {
        try (BillingRoutesUnderTest stand = new BillingRoutesUnderTest(Duration.ZERO)) {
            // Given
            var open = openAccount("New Corp", Map.of("crm_company", "42", "a", "b"), "a@new.example", "lead-3");
            ExternalRef opened = Objects.requireNonNull(stand.carryOut(open).ref());
            stand.stripe()
                    .byHand(
                            "customers/" + opened.id(),
                            "name=Newer&email=other@new.example&metadata[crm_company]=7&metadata[a]=");

            // When
            CommandOutcome again = stand.repeatAsAnotherCommand(
                    openAccount("New Corp", Map.of("a", "b", "crm_company", "42"), "a@new.example", "lead-3"));

            // Then
            assertThat(again).isEqualTo(CommandOutcome.done(opened));
            assertThat(stand.stripe().calls()).containsExactly("search-customer");
            assertThat(stand.customer(opened).path("name").asText()).isEqualTo("Newer");
        }
    }

    @Test
    void aCustomerWhoseDigestIsGoneIsTheOneOfItsKey() {
        try (BillingRoutesUnderTest stand = new BillingRoutesUnderTest(Duration.ZERO)) {
            // Given
            ExternalRef byHand = ref(stand.stripe()
                    .byHand("customers", "name=Made+by+hand&metadata[interline_account_key]=lead-4")
                    .path("id")
                    .asText());

            // When
            CommandOutcome outcome = stand.carryOut(openAccount("New Corp", Map.of(), null, "lead-4"));

            // Then
            assertThat(outcome).isEqualTo(CommandOutcome.done(byHand));
            assertThat(stand.stripe().effectsOf("customers.create")).isEqualTo(1);
        }
    }

    @Test
    void anAddressThatWasSealedForAnotherKeyOpensNothing() {
        // Given
        String sealed = openAccount("New Corp", Map.of(), "billing@new.example", "lead-5")
                .email();

        // Then
        assertThatThrownBy(
                        () -> routes.carryOut(new BillingCommand.OpenAccount("New Corp", Map.of(), sealed, "lead-6")))
                .hasRootCauseMessage("BILLING-1103 UNMAPPABLE: the person's address cannot be opened with our keys");
        assertThatThrownBy(() -> new BillingCommand.OpenAccount("New Corp", Map.of(), "billing@new.example", "lead-6"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("billing@");
        assertThat(new BillingCommand.OpenAccount("New Corp", Map.of(), sealed, "lead-6"))
                .hasToString("OpenAccount[lead-6]");
        assertThat(stripe().effectsOf("customers.create")).isZero();
    }

    @Test
    void whatIsWrongWithAnAddressIsToldWithoutTheAddress() {
        assertThatThrownBy(() -> routes.carryOut(openAccount("New Corp", Map.of(), "no-address", "lead-7")))
                .hasRootCauseMessage("BILLING-2400 REJECTED: create-customer was answered 400: email_invalid");
    }

    private SandboxedStripe stripe() {
        return routes.stripe();
    }
}
