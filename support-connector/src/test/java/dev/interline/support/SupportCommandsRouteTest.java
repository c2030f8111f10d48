package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.RefetchTicket;
import dev.interline.canonical.support.SupportCommand.SolveTicket;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.runtime.route.Delivery;
import dev.interline.runtime.route.DeliveryRouteConfiguration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands through the adapter routes, against a Zendesk that answers by script. */
class SupportCommandsRouteTest {

    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef");
    private static final String KEY = "interline:invoice:in_1Qx";
    private static final String ALL_FIELDS =
            "{\"plan\":null,\"billing_status\":null,\"lifecycle_stage\":null,\"account_owner\":null,\"industry\":null,"
                    + "\"domain\":null}";
    private static final String NAME_TAKEN = "{\"details\":{\"name\":[{\"error\":\"DuplicateValue\"}]}}";
    private static final String KEY_TAKEN = "{\"details\":{\"key\":[{\"error\":\"DuplicateValue\"}]}}";
    private static final String CLOSED =
            "{\"details\":{\"status\":[{\"description\":\"Status: closed prevents ticket update\"}]}}";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ScriptedZendesk zendesk = new ScriptedZendesk();

    @BeforeEach
    void startRoutes() throws Exception {
        camel.getPropertiesComponent().addOverrideProperty("channel.support-commands", "direct:support-commands");
        camel.getRegistry().bind("zendeskOrganizations", new ZendeskOrganizations());
        camel.getRegistry().bind("zendeskTicketCommands", new ZendeskTicketCommands());
        camel.addComponent("provider", zendesk);
        camel.addRoutes(new DeliveryRouteConfiguration());
        for (String route :
                List.of("support-commands", "upsert-organization", "open-ticket", "solve-ticket", "refetch-ticket")) {
            Resource yaml = ResourceHelper.resolveMandatoryResource(camel, "classpath:camel/" + route + ".camel.yaml");
            PluginHelper.getRoutesLoader(camel).loadRoutes(yaml);
        }
        camel.start();
    }

    @AfterEach
    void stopRoutes() {
        camel.stop();
    }

    @Test
    void upsertsAKnownOrganizationWithOneCall() {
        // Given
        zendesk.answers("upsert-organization", 200, organization("Acme", ALL_FIELDS));
        // When
        CommandOutcome outcome = carryOut(upsert());
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("46406156900001")));
        assertThat(zendesk.calls()).containsExactly("upsert-organization");
    }

    @Test
    void makesMissingFieldsAndUpsertsAgain() {
        // Given
        zendesk.answers("upsert-organization", 201, organization("Acme", "{\"plan\":null}"))
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":1}}")
                .answers("create-organization-field", 422, KEY_TAKEN)
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":3}}")
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":4}}")
                .answers("create-organization-field", 201, "{\"organization_field\":{\"id\":5}}")
                .answers("upsert-organization", 200, organization("Acme", ALL_FIELDS));
        // When
        CommandOutcome outcome = carryOut(upsert());
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("46406156900001")));
        assertThat(zendesk.calls())
                .containsExactly(
                        "upsert-organization",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "create-organization-field",
                        "upsert-organization");
        assertThat(zendesk.request(6)).isEqualTo(zendesk.request(0));
    }

    @Test
    void makesATakenNameUnique() {
        // Given
        zendesk.answers("upsert-organization", 422, NAME_TAKEN)
                .answers("upsert-organization", 201, organization("Acme (abcdef)", ALL_FIELDS));
        // When
        CommandOutcome outcome = carryOut(upsert());
        // Then
        assertThat(outcome.ref()).isEqualTo(ZendeskTickets.ref("46406156900001"));
        assertThat(zendesk.request(1).at("/organization/name").asText()).isEqualTo("Acme (abcdef)");
    }

    @Test
    void givesUpWhereTheUniqueNameIsTakenToo() {
        // Given
        zendesk.answers("upsert-organization", 422, NAME_TAKEN).answers("upsert-organization", 422, NAME_TAKEN);
        // When / Then
        assertThatThrownBy(() -> carryOut(upsert()))
                .hasRootCauseMessage("SUPPORT-2005 REJECTED: another organization has this name");
    }

    @Test
    void stopsAtTheFirstFieldThatCannotBeMade() {
        // Given
        zendesk.answers("upsert-organization", 201, organization("Acme", "{}"))
                .answers("create-organization-field", 403, "{\"error\":\"Forbidden\"}");
        // When / Then
        assertThatThrownBy(() -> carryOut(upsert())).hasRootCauseInstanceOf(FailureException.class);
        assertThat(zendesk.calls()).containsExactly("upsert-organization", "create-organization-field");
    }

    @Test
    void opensATicketThatIsNotThere() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}")
                .answers(
                        "find-organization",
                        200,
                        "{\"organizations\":[{\"id\":46406156900001,\"external_id\":\"acct_0123456789abcdef\"}]}")
                .answers("create-ticket", 201, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = carryOut(open());
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket", "find-organization", "create-ticket");
        assertThat(zendesk.request(2).at("/ticket/organization_id").asLong()).isEqualTo(46406156900001L);
    }

    @Test
    void opensNoSecondTicketForAKey() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("solved"));
        // When
        CommandOutcome outcome = carryOut(open());
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void opensNoTicketForAnAccountWithoutAnOrganization() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}")
                .answers("find-organization", 200, "{\"organizations\":[]}");
        // When / Then
        assertThatThrownBy(() -> carryOut(open()))
                .hasRootCauseMessage("SUPPORT-2004 CONFLICT: the account has no organization yet");
        assertThat(zendesk.calls()).containsExactly("find-ticket", "find-organization");
    }

    @Test
    void solvesAnOpenTicket() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open")).answers("solve-ticket", 200, "{\"ticket\":{\"id\":5158}}");
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket", "solve-ticket");
    }

    @Test
    void leavesASolvedTicketAlone() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("closed"));
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void hasNothingToSolveWhereThereIsNoTicket() {
        // Given
        zendesk.answers("find-ticket", 200, "{\"tickets\":[]}");
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
        assertThat(zendesk.calls()).containsExactly("find-ticket");
    }

    @Test
    void isDoneWithATicketThatWasClosedMeanwhile() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open")).answers("solve-ticket", 422, CLOSED);
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
    }

    @Test
    void isDoneWithATicketThatWasDeletedMeanwhile() {
        // Given
        zendesk.answers("find-ticket", 200, tickets("open"))
                .answers("solve-ticket", 404, "{\"error\":\"RecordNotFound\"}");
        // When
        CommandOutcome outcome = carryOut(new SolveTicket(ACCOUNT, KEY));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(ZendeskTickets.ref("5158")));
    }

    @Test
    void hasNothingToTellOfATicketThatIsGone() {
        // Given
        zendesk.answers("read-ticket", 404, "{\"error\":\"RecordNotFound\",\"description\":\"Not found\"}");
        // When
        CommandOutcome outcome = carryOut(new RefetchTicket(ZendeskTickets.ref("5158"), false));
        // Then
        assertThat(outcome).isEqualTo(CommandOutcome.done(null));
    }

    @Test
    void doesNotTakeAWrongAddressForATicketThatIsGone() {
        // Given
        zendesk.answers("read-ticket", 404, "{\"error\":{\"title\":\"No help desk at acme.zendesk.com\"}}");
        // When / Then
        assertThatThrownBy(() -> carryOut(new RefetchTicket(ZendeskTickets.ref("5158"), false)))
                .isInstanceOf(CamelExecutionException.class)
                .hasRootCauseMessage("SUPPORT-2404 REJECTED: read-ticket was answered 404");
    }

    @Test
    void everyToleratedFailureAndEveryOperationIsOneThatExists() {
        assertThat(zendesk.operations())
                .containsExactlyInAnyOrderElementsOf(new ZendeskGateway()
                        .operations().stream()
                                .map(operation -> operation.name())
                                // The source of syncs calls it, no route.
                                .filter(operation -> !operation.equals(ZendeskTicketSource.EXPORT))
                                .toList());
        assertThat(zendesk.tolerated())
                .containsExactlyInAnyOrder(
                        ZendeskFailures.NAME_TAKEN,
                        ZendeskFailures.FIELD_EXISTS,
                        ZendeskFailures.TICKET_CLOSED,
                        ZendeskFailures.RECORD_NOT_FOUND);
    }

    private CommandOutcome carryOut(CanonicalCommand command) {
        return camel.createProducerTemplate()
                .requestBodyAndHeader(
                        "direct:support-commands",
                        command,
                        Delivery.TYPE,
                        MessageType.of(command).name(),
                        CommandOutcome.class);
    }

    private static UpsertOrganization upsert() {
        return new UpsertOrganization(ACCOUNT, Map.of(AccountField.NAME, "Acme", AccountField.PLAN, "pro"));
    }

    private static OpenTicket open() {
        return new OpenTicket(ACCOUNT, KEY, "Payment failed", "Body", TicketPriority.NORMAL, List.of("interline"));
    }

    private static String organization(String name, String fields) {
        return "{\"organization\":{\"id\":46406156900001,\"name\":\"" + name + "\",\"organization_fields\":" + fields
                + "}}";
    }

    private static String tickets(String status) {
        return "{\"tickets\":[{\"id\":5158,\"external_id\":\"" + KEY + "\",\"status\":\"" + status + "\"}]}";
    }
}
