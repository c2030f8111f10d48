package dev.interline.devstack.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.devstack.torture.FinalState.CrmCompany;
import dev.interline.devstack.torture.FinalState.DeskTicket;
import dev.interline.devstack.torture.FinalState.Organization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrosscheckTest {

    @Test
    void providersThatAgreeAreNoViolation() {
        assertThat(new Crosscheck(Map.of()).violations(state("customer", "customer", "1")))
                .isEmpty();
    }

    @Test
    void aStageThatNeverArrivedIsFound() {
        assertThat(new Crosscheck(Map.of()).violations(state("evangelist", "customer", "1")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.what()).contains("lifecycle stage"));
    }

    @Test
    void aWrongCountOfTicketsIsFound() {
        assertThat(new Crosscheck(Map.of()).violations(state("customer", "customer", "2")))
                .singleElement()
                .satisfies(violation -> assertThat(violation.what()).contains("open tickets"));
    }

    @Test
    void aWebhookThatZendeskGaveUpExcusesOneWrongCountOfItsTenant() {
        FinalState state = state("customer", "customer", "2");

        assertThat(new Crosscheck(Map.of("acme", 1L)).violations(state)).isEmpty();
        assertThat(new Crosscheck(Map.of("globex", 1L)).violations(state)).hasSize(1);
    }

    private static FinalState state(String stageInCrm, String stageInSupport, String openTickets) {
        return new FinalState(
                List.of(new CrmCompany("acme", "1", "Torture c1", "", "", "", stageInCrm, "", openTickets)),
                List.of(new Organization(
                        "acme",
                        "2",
                        "Torture c1",
                        Map.of("lifecycle_stage", stageInSupport),
                        List.of(new DeskTicket("3", "", "open"), new DeskTicket("4", "", "solved")))));
    }
}
