package dev.interline.routing.account;

import static dev.interline.routing.account.Steps.COMPANY;
import static dev.interline.routing.account.Steps.SURVIVOR;
import static dev.interline.routing.account.Steps.company;
import static dev.interline.routing.account.Steps.customer;
import static dev.interline.routing.account.Steps.merged;
import static dev.interline.routing.account.Steps.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.integration.IntegrationEvent.CommandCompleted;
import dev.interline.routing.account.Steps.Step;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Companies that became one in the CRM. */
class CompanyMergeRouteTest {

    private static final RoutesUnderTest ROUTES = new RoutesUnderTest();

    private final TenantId tenant =
            new TenantId("t" + UUID.randomUUID().toString().substring(0, 20));

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

    private void deliver(Step step) {
        Steps.deliver(ROUTES, tenant, step);
    }
}
