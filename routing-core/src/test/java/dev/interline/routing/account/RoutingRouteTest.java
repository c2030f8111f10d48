package dev.interline.routing.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionItem;
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
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketDetail;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingRouteTest {

    static final RoutesUnderTest ROUTES = new RoutesUnderTest();
    private static final Instant T0 = Instant.parse("2026-11-01T10:00:00Z");
    private static final ExternalRef CUSTOMER = new ExternalRef(BusinessSystem.BILLING, "cus_1");
    private static final ExternalRef SUBSCRIPTION = new ExternalRef(BusinessSystem.BILLING, "sub_1");
    private static final ExternalRef COMPANY = new ExternalRef(BusinessSystem.CRM, "9001");
    private static final ExternalRef SURVIVOR = new ExternalRef(BusinessSystem.CRM, "9002");
    private static final ExternalRef ORGANIZATION = new ExternalRef(BusinessSystem.SUPPORT, "7001");

    private final TenantId tenant =
            new TenantId("t" + UUID.randomUUID().toString().substring(0, 20));

    record Step(String channel, String id, String subject, CanonicalPayload payload) {}

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
    void aMergeInTheCrmRePointsTheAccountAndTellsTheCompanyThatIsLeftEverything() {
        // Given
        deliver(customer("e1", 1, "Acme", "acme.example"));
        AccountId account = ROUTES.account(tenant).id();
        deliver(company("e2", 2, account, Map.of(AccountField.LIFECYCLE_STAGE, "lead")));
        int told = ROUTES.commands("crm-commands", tenant).size();

        // When
        deliver(merged("e3", 3, SURVIVOR, COMPANY));
        deliver(merged("e4", 3, SURVIVOR, COMPANY));

        // Then
        assertThat(ROUTES.decisions(tenant))
                .containsExactly("the record that is left of a merge stands for the account");
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told + 1);
        deliver(new Step(
                "customer-events",
                "e5",
                SURVIVOR.id(),
                new CustomerEvent.AccountUpdated(new Account(
                        SURVIVOR, null, Map.of(AccountField.LIFECYCLE_STAGE, "evangelist"), version(5, "e5")))));
        assertThat(ROUTES.account(tenant).fields()).containsEntry(AccountField.LIFECYCLE_STAGE, "evangelist");
    }

    @Test
    void aLateWordOfAMergedCompanyDoesNotBringItBack() {
        // Given
        deliver(customer("e1", 1, "Acme", "acme.example"));
        AccountId account = ROUTES.account(tenant).id();
        deliver(merged("e2", 3, SURVIVOR, COMPANY));
        deliver(new Step(
                "customer-events",
                "e3",
                SURVIVOR.id(),
                new CustomerEvent.AccountUpdated(new Account(
                        SURVIVOR, account, Map.of(AccountField.LIFECYCLE_STAGE, "evangelist"), version(4, "e3")))));

        // When
        deliver(company("e4", 2, account, Map.of(AccountField.LIFECYCLE_STAGE, "lead")));
        deliver(new Step(
                "crm-results",
                "e6",
                account.value(),
                new CommandCompleted("c", "crm.upsert-account.v1", BusinessSystem.CRM, account.value(), COMPANY)));
        deliver(new Step(
                "customer-events",
                "e5",
                SURVIVOR.id(),
                new CustomerEvent.AccountUpdated(
                        new Account(SURVIVOR, null, Map.of(AccountField.INDUSTRY, "cheese"), version(5, "e5")))));

        // Then
        assertThat(ROUTES.account(tenant).fields())
                .containsEntry(AccountField.LIFECYCLE_STAGE, "evangelist")
                .containsEntry(AccountField.INDUSTRY, "cheese");
        assertThat(ROUTES.decisions(tenant)).isEmpty();
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
    void aMergeOfTheCompaniesOfTwoAccountsIsLeftToAPerson() {
        // Given
        deliver(customer("e1", 1, "Acme", ""));
        AccountId acme = ROUTES.account(tenant).id();
        deliver(company("e2", 2, acme, Map.of()));
        ExternalRef other = new ExternalRef(BusinessSystem.BILLING, "cus_other");
        deliver(new Step(
                "customer-events",
                "e3",
                other.id(),
                new CustomerEvent.AccountUpdated(
                        new Account(other, null, Map.of(AccountField.NAME, "Globex"), version(3, "e3")))));
        AccountId globex = new AccountId(dev.interline.durable.Ids.derived("acc_", tenant.value(), other.toString())
                .substring(0, 24));
        deliver(new Step(
                "customer-events",
                "e4",
                SURVIVOR.id(),
                new CustomerEvent.AccountUpdated(new Account(SURVIVOR, globex, Map.of(), version(4, "e4")))));

        // When
        deliver(merged("e5", 5, SURVIVOR, COMPANY));

        // Then
        assertThat(ROUTES.decisions(tenant)).containsExactly("one record of a system is one account");
    }

    @Test
    void aMergeOfCompaniesThatAreNoAccountsChangesNothing() {
        // Given
        deliver(customer("e1", 1, "Acme", ""));
        int told = ROUTES.commands("crm-commands", tenant).size();

        // When
        deliver(merged("e2", 2, SURVIVOR, COMPANY));

        // Then
        assertThat(ROUTES.commands("crm-commands", tenant)).hasSize(told);
        assertThat(ROUTES.decisions(tenant)).isEmpty();
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

    private static Step merged(String id, int second, ExternalRef survivor, ExternalRef gone) {
        return new Step(
                "customer-events",
                id,
                survivor.id(),
                new CustomerEvent.AccountMerged(new Merge(survivor, List.of(gone), version(second, id))));
    }

    private void deliver(Step step) {
        deliver(ROUTES, tenant, step);
    }

    /** Account ids differ by tenant, so what names one is made to fit. */
    static void deliver(RoutesUnderTest routes, TenantId tenant, Step step) {
        CanonicalPayload payload = step.payload();
        String subject = step.subject();
        if (payload instanceof CommandCompleted completed) {
            subject = dev.interline.durable.Ids.derived("acc_", tenant.value(), CUSTOMER.toString())
                    .substring(0, 24);
            payload = new CommandCompleted(
                    completed.commandId(), completed.commandType(), completed.system(), subject, completed.ref());
        }
        routes.deliver(step.channel(), tenant, step.id() + "-" + tenant, subject, payload);
    }

    static Step customer(String id, int second, String name, String domain) {
        return new Step(
                "customer-events",
                id,
                CUSTOMER.id(),
                new CustomerEvent.AccountUpdated(new Account(
                        CUSTOMER,
                        null,
                        Map.of(AccountField.NAME, name, AccountField.DOMAIN, domain),
                        version(second, id))));
    }

    private static Step company(String id, int second, AccountId account, Map<AccountField, String> fields) {
        return new Step(
                "customer-events",
                id,
                COMPANY.id(),
                new CustomerEvent.AccountUpdated(new Account(COMPANY, account, fields, version(second, id))));
    }

    static Step subscription(String id, int second, SubscriptionStatus status) {
        return subscription(id, version(second, id), status);
    }

    /** What billing answers when it is asked: as it was in that second, events of this second included. */
    static Step subscriptionRead(String id, int second, SubscriptionStatus status) {
        return subscription(id, new SourceVersion(T0.plusSeconds(second), SourceVersion.OBSERVED, id), status);
    }

    private static Step subscription(String id, SourceVersion version, SubscriptionStatus status) {
        Subscription subscription = new Subscription(
                SUBSCRIPTION,
                CUSTOMER,
                status,
                List.of(new SubscriptionItem("pro", null, 1, null)),
                null,
                null,
                false,
                false,
                version);
        return new Step(
                "billing-events",
                id,
                CUSTOMER.id(),
                status == SubscriptionStatus.ENDED
                        ? new BillingEvent.SubscriptionEnded(subscription)
                        : new BillingEvent.SubscriptionChanged(subscription));
    }

    private static Step trialEnding(String id, int second, @Nullable Instant end) {
        return new Step(
                "billing-events",
                id,
                CUSTOMER.id(),
                new BillingEvent.SubscriptionTrialEnding(new Subscription(
                        SUBSCRIPTION,
                        CUSTOMER,
                        SubscriptionStatus.TRIALING,
                        List.of(new SubscriptionItem("pro", null, 1, null)),
                        end,
                        end,
                        false,
                        false,
                        version(second, id))));
    }

    static Step invoice(String id, int second, boolean paid) {
        Money money = new Money(BigDecimal.TEN, "USD");
        Invoice invoice = new Invoice(
                new ExternalRef(BusinessSystem.BILLING, "in_1"),
                CUSTOMER,
                null,
                "A-1",
                money,
                money,
                money,
                1,
                null,
                version(second, id));
        return new Step(
                "billing-events",
                id,
                CUSTOMER.id(),
                paid ? new BillingEvent.InvoicePaid(invoice) : new BillingEvent.InvoicePaymentFailed(invoice));
    }

    static Step ticket(String id, int second, TicketStatus status, TicketPriority priority) {
        return new Step(
                "support-events",
                id,
                "5001",
                new SupportEvent.TicketPriorityChanged(new Ticket(
                        new ExternalRef(BusinessSystem.SUPPORT, "5001"),
                        ORGANIZATION,
                        null,
                        status,
                        priority,
                        version(second, id))));
    }

    static Step organizationMade(String id) {
        return new Step(
                "support-results",
                id,
                "set at delivery",
                new CommandCompleted(
                        "cmd", "support.upsert-organization.v1", BusinessSystem.SUPPORT, "set", ORGANIZATION));
    }

    private static SourceVersion version(int second, String id) {
        return new SourceVersion(T0.plusSeconds(second), SourceVersion.CHANGED, id);
    }
}
