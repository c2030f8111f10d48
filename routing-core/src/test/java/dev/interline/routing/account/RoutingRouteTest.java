package dev.interline.routing.account;

import static dev.interline.routing.account.Steps.COMPANY;
import static dev.interline.routing.account.Steps.ORGANIZATION;
import static dev.interline.routing.account.Steps.T0;
import static dev.interline.routing.account.Steps.company;
import static dev.interline.routing.account.Steps.customer;
import static dev.interline.routing.account.Steps.organizationMade;
import static dev.interline.routing.account.Steps.subscription;
import static dev.interline.routing.account.Steps.ticket;
import static dev.interline.routing.account.Steps.trialEnding;
import static dev.interline.routing.account.Steps.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.Contact;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.customer.Merge;
import dev.interline.canonical.customer.Opportunity;
import dev.interline.canonical.customer.OpportunityStatus;
import dev.interline.canonical.customer.PersonalDetail;
import dev.interline.canonical.integration.IntegrationEvent.CommandCompleted;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.TicketDetail;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.routing.account.Steps.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoutingRouteTest {

    private static final RoutesUnderTest ROUTES = new RoutesUnderTest();

    private final TenantId tenant =
            new TenantId("t" + UUID.randomUUID().toString().substring(0, 20));

    @Test
    void aLiveSubscriptionIsToldToBothSystemsOnce() {
        // When
        deliver(customer("e1", 1, "Acme", "acme.example"));
        deliver(subscription("e2", 2, SubscriptionStatus.ACTIVE));
        deliver(subscription("e2", 2, SubscriptionStatus.ACTIVE));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(2);
        assertThat(ROUTES.commands("crm-commands", tenant).getLast())
                .contains("\"billing-status\":\"active\"", "\"plan\":\"pro\"", "\"lifecycle-stage\":\"customer\"");
        assertThat(ROUTES.commands("support-commands", tenant)).hasSize(2);
    }

    @Test
    void aTrialThatWillEndIsNotedInTheCrmOnce() {
        // Given
        deliver(customer("e1", 1, "Acme", "acme.example"));
        Step trial = trialEnding("e2", 2, Instant.parse("2026-11-24T09:00:00Z"));

        // When
        deliver(trial);
        deliver(trial);

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant))
                .filteredOn(command -> command.contains("The trial"))
                .singleElement()
                .asString()
                .contains("The trial of pro ends on 2026-11-24.");
        assertThat(ROUTES.commands("crm-commands", tenant).getLast()).contains("The trial");
        assertThat(ROUTES.commands("crm-commands", tenant))
                .anySatisfy(command -> assertThat(command).contains("\"billing-status\":\"trialing\""));
    }

    @Test
    void aTrialWhoseEndIsNotKnownIsNotNoted() {
        // When
        deliver(trialEnding("e1", 1, null));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant))
                .noneSatisfy(command -> assertThat(command).contains("The trial"));
    }

    @Test
    void whatChangesNothingIsToldToNobody() {
        // Given
        deliver(customer("e1", 1, "Acme", "acme.example"));
        int told = ROUTES.commands("crm-commands", tenant).size();

        // When
        deliver(customer("e2", 2, "Acme", "acme.example"));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told);
    }

    @Test
    void aUserThatWasMadeIsNotTakenForTheOrganizationOfTheAccount() {
        // Given
        deliver(customer("e1", 1, "Acme", ""));
        deliver(ticket("e2", 2, TicketStatus.OPEN, TicketPriority.URGENT));
        int told = ROUTES.commands("crm-commands", tenant).size();

        // When
        deliver(new Step(
                "support-results",
                "e3",
                "set at delivery",
                new CommandCompleted("cmd", "support.upsert-user.v1", BusinessSystem.SUPPORT, "set", ORGANIZATION)));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told);
    }

    @Test
    void whoWroteInATicketAndWhoWorksOnItMakesNoDifferenceToItsAccount() {
        // Given
        ExternalRef ticket = new ExternalRef(BusinessSystem.SUPPORT, "5001");
        deliver(customer("e1", 1, "Acme", "acme.example"));
        deliver(ticket("e2", 2, TicketStatus.OPEN, TicketPriority.HIGH));
        int told = ROUTES.commands("crm-commands", tenant).size();

        // When
        List<SupportEvent> events = List.of(
                new SupportEvent.TicketCommented(ticket, null, true, false, version(3, "e3")),
                new SupportEvent.TicketAssigned(ticket, null, null, version(4, "e4")),
                new SupportEvent.TicketDetailsChanged(ticket, TicketDetail.TAGS, null, version(5, "e5")),
                new SupportEvent.UserDeleted(new ExternalRef(BusinessSystem.SUPPORT, "6001"), version(6, "e6")),
                new SupportEvent.OrganizationDeleted(ORGANIZATION, version(7, "e7")));
        for (int i = 0; i < events.size(); i++) {
            deliver(new Step("support-events", "e" + (i + 3), "5001", events.get(i)));
        }

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told);
    }

    @Test
    void aCustomerNobodyIntroducedIsAskedAfter() {
        // When
        deliver(subscription("e1", 1, SubscriptionStatus.ACTIVE));
        deliver(subscription("e2", 2, SubscriptionStatus.PAST_DUE));

        // Then
        assertThat(ROUTES.commands("billing-commands", tenant))
                .hasSize(1)
                .first()
                .asString()
                .contains("cus_1");
    }

    @Test
    void twoChangesOfTheSameSecondAreSettledByReadingAgain() {
        // Given
        deliver(customer("e0", 1, "Acme", ""));

        // When
        deliver(subscription("e1", 5, SubscriptionStatus.ACTIVE));
        deliver(subscription("e2", 5, SubscriptionStatus.PAST_DUE));

        // Then
        assertThat(ROUTES.commands("billing-commands", tenant))
                .hasSize(1)
                .first()
                .asString()
                .contains("sub_1");
    }

    @Test
    void aSystemThatSaysWhatItDoesNotOwnIsOverruledAndTheRuleRecorded() {
        // Given
        deliver(customer("e1", 1, "Acme", "acme.example"));
        AccountId account = ROUTES.account(tenant).id();

        // When
        deliver(company(
                "e2", 2, account, Map.of(AccountField.NAME, "Renamed", AccountField.LIFECYCLE_STAGE, "evangelist")));

        // Then
        assertThat(ROUTES.account(tenant).fields())
                .containsEntry(AccountField.NAME, "Acme")
                .containsEntry(AccountField.LIFECYCLE_STAGE, "evangelist");
        assertThat(ROUTES.decisions(tenant)).containsExactly("account.name is owned by billing");
    }

    @Test
    void aStageTheCrmHasReachedIsNotMovedBack() {
        // Given
        deliver(customer("e1", 1, "Acme", ""));
        deliver(company("e2", 2, ROUTES.account(tenant).id(), Map.of(AccountField.LIFECYCLE_STAGE, "evangelist")));

        // When
        deliver(subscription("e3", 3, SubscriptionStatus.ACTIVE));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant))
                .noneSatisfy(command -> assertThat(command).contains("lifecycle-stage"));
    }

    @Test
    void aTicketOfAnOrganizationNotYetKnownCountsWhenItIs() {
        // Given
        deliver(customer("e1", 1, "Acme", ""));
        deliver(ticket("e2", 2, TicketStatus.OPEN, TicketPriority.URGENT));
        int told = ROUTES.commands("crm-commands", tenant).size();

        // When
        deliver(organizationMade("e3"));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told + 1);
        assertThat(ROUTES.account(tenant).fields())
                .containsEntry(AccountField.OPEN_TICKET_COUNT, "1")
                .containsEntry(AccountField.LAST_ESCALATION, T0.plusSeconds(2).toString());
    }

    @Test
    void whatAContactIsCalledIsNotTakenForTheNameOfAnAccount() {
        // Given
        deliver(customer("e1", 1, "Acme", ""));
        int told = ROUTES.commands("crm-commands", tenant).size();

        // When
        deliver(new Step(
                "crm-results",
                "e2",
                "con_1",
                new CommandCompleted("c", "crm.upsert-contact.v1", BusinessSystem.CRM, "con_1", COMPANY)));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told);
        deliver(new Step(
                "customer-events",
                "e3",
                COMPANY.id(),
                new CustomerEvent.AccountUpdated(new Account(COMPANY, null, Map.of(), version(3, "e3")))));
        assertThat(ROUTES.decisions(tenant)).containsExactly("records are matched by external id only");
    }

    @Test
    void peopleAndWhatTheyMayBuyAreNoFactsOfAnAccount() {
        // Given
        deliver(customer("e0", 1, "Acme", ""));
        int told = ROUTES.commands("crm-commands", tenant).size();
        ExternalRef person = new ExternalRef(BusinessSystem.CRM, "501");
        Contact contact = new Contact(person, null, COMPANY, "lead", List.of(PersonalDetail.EMAIL), version(2, "e"));
        Opportunity deal = new Opportunity(
                person,
                null,
                COMPANY,
                "default",
                "closedwon",
                OpportunityStatus.WON,
                null,
                null,
                null,
                version(2, "e"));
        Merge merge = new Merge(person, List.of(new ExternalRef(BusinessSystem.CRM, "502")), version(2, "e"));
        List<CustomerEvent> events = List.of(
                new CustomerEvent.ContactCreated(contact),
                new CustomerEvent.ContactUpdated(contact),
                new CustomerEvent.ContactDeleted(person, version(2, "e")),
                new CustomerEvent.ContactMerged(merge),
                new CustomerEvent.ContactForgotten(person, version(2, "e")),
                new CustomerEvent.OpportunityCreated(deal),
                new CustomerEvent.OpportunityUpdated(deal),
                new CustomerEvent.OpportunityDeleted(person, version(2, "e")),
                new CustomerEvent.OpportunityMerged(merge));

        // When
        for (int i = 0; i < events.size(); i++) {
            deliver(new Step("customer-events", "p" + i, person.id(), events.get(i)));
        }

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told);
        assertThat(ROUTES.decisions(tenant)).isEmpty();
    }

    private void deliver(Step step) {
        Steps.deliver(ROUTES, tenant, step);
    }
}
