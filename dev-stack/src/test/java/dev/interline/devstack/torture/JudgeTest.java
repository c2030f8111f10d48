package dev.interline.devstack.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.devstack.torture.FinalState.CrmCompany;
import dev.interline.devstack.torture.FinalState.DeskTicket;
import dev.interline.devstack.torture.FinalState.Organization;
import dev.interline.devstack.torture.Violation.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final String TICKET = "interline:invoice:in_c1x1";
    private static final Expectation EXPECTED =
            new Expectation("acme", "c1", "v0.c1.example", "plan-c1-4", "active", Map.of(TICKET, true));

    private final List<Effect> ledger = new ArrayList<>();
    private String crmPlan = "plan-c1-4";
    private String ticketStatus = "solved";
    private int records = 1;

    @Test
    void whatHappenedAsPromisedIsNoViolation() {
        // Given
        asPromised();

        // Then
        assertThat(violations()).isEmpty();
    }

    @Test
    void anUpsertThatIsRepeatedIsNoViolation() {
        // Given
        asPromised();
        upsert("companies.upsert", "1001", "acc_1", "plan-c1-4");

        // Then
        assertThat(violations()).isEmpty();
    }

    @Test
    void aTicketMadeTwiceIsFound() {
        // Given
        asPromised();
        ticket(TICKET, "43");

        // Then
        assertThat(kinds()).containsExactly(Kind.DONE_TWICE);
    }

    @Test
    void aTicketThatWasNeverMadeIsFound() {
        // Given
        upsert("companies.upsert", "1001", "acc_1", "plan-c1-4");

        // Then
        assertThat(kinds()).contains(Kind.LOST);
    }

    @Test
    void aTicketNobodyAskedForIsFound() {
        // Given
        asPromised();
        ticket("interline:invoice:in_c1x2", "43");

        // Then
        assertThat(kinds()).containsExactly(Kind.WRONG_STATE);
    }

    @Test
    void anOlderStateAfterANewerOneIsFound() {
        // Given
        asPromised();
        upsert("companies.upsert", "1001", "acc_1", "plan-c1-3");

        // Then
        assertThat(kinds()).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void theSameLaneAtAnotherProviderIsAnotherLane() {
        // Given
        asPromised();
        upsert("organizations.create_or_update", "2001", "acc_1", "plan-c1-1");
        upsert("organizations.create_or_update", "2001", "acc_1", "plan-c1-4");

        // Then
        assertThat(violations()).isEmpty();
    }

    @Test
    void anAccountOfTwoRecordsIsFound() {
        // Given
        asPromised();
        upsert("companies.upsert", "1002", "acc_1", "plan-c1-4");

        // Then
        assertThat(kinds()).containsExactly(Kind.DONE_TWICE);
    }

    @Test
    void twoRecordsOfOneCompanyAreFound() {
        // Given
        asPromised();
        records = 2;

        // Then
        assertThat(kinds()).containsExactly(Kind.DONE_TWICE);
    }

    @Test
    void aCompanyThatIsNowhereIsFound() {
        // Given
        asPromised();
        records = 0;

        // Then
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void aWrongStateInTheEndIsFound() {
        // Given
        asPromised();
        crmPlan = "plan-c1-3";

        // Then
        assertThat(kinds()).containsExactly(Kind.WRONG_STATE);
    }

    @Test
    void aTicketThatIsOpenThoughItIsPaidIsFound() {
        // Given
        asPromised();
        ticketStatus = "open";

        // Then
        assertThat(kinds()).containsExactly(Kind.WRONG_STATE);
    }

    @Test
    void theEffectOfAForgedWebhookIsFound() {
        // Given
        asPromised();
        upsert("companies.upsert", "1001", "acc_1", "forged-c1-999999");

        // Then
        assertThat(kinds()).containsExactly(Kind.FORGED_ACCEPTED);
    }

    @Test
    void whatWasRejectedByTheProviderIsNoEffect() {
        // Given
        asPromised();
        ledger.add(effect("zendesk", "tickets.create", "43", TICKET, false, ""));

        // Then
        assertThat(violations()).isEmpty();
    }

    private void asPromised() {
        upsert("companies.upsert", "1001", "acc_1", "plan-c1-1");
        upsert("companies.upsert", "1001", "acc_1", "plan-c1-4");
        ticket(TICKET, "42");
    }

    private void upsert(String operation, String entity, String account, String plan) {
        String provider = operation.startsWith("companies") ? "hubspot" : "zendesk";
        ledger.add(effect(provider, operation, entity, account, true, plan));
    }

    private void ticket(String externalId, String entity) {
        ledger.add(effect("zendesk", "tickets.create", entity, externalId, true, ""));
    }

    private Effect effect(
            String provider, String operation, String entity, String externalId, boolean applied, String plan) {
        return new Effect(
                ledger.size() + 1L,
                Instant.EPOCH,
                provider,
                "acme",
                operation,
                entity,
                externalId,
                applied,
                plan,
                "",
                "",
                "");
    }

    private List<Violation> violations() {
        List<CrmCompany> companies = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            companies.add(new CrmCompany(
                    "acme", "100" + i, "Torture c1", "v0.c1.example", crmPlan, "active", "customer", "", "0"));
        }
        var organization = new Organization(
                "acme",
                "2001",
                "Torture c1",
                Map.of("plan", "plan-c1-4", "domain", "v0.c1.example", "billing_status", "active"),
                List.of(new DeskTicket("42", TICKET, ticketStatus)));
        return Judge.violations(List.of(EXPECTED), ledger, new FinalState(companies, List.of(organization)));
    }

    private List<Kind> kinds() {
        return violations().stream().map(Violation::kind).toList();
    }
}
