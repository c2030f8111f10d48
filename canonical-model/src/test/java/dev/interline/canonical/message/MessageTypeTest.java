package dev.interline.canonical.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionItem;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.crm.ContactField;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.crm.OpportunityField;
import dev.interline.canonical.crm.PersonalSeal;
import dev.interline.canonical.customer.Account;
import dev.interline.canonical.customer.Contact;
import dev.interline.canonical.customer.ContactId;
import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.canonical.customer.Merge;
import dev.interline.canonical.customer.Opportunity;
import dev.interline.canonical.customer.OpportunityId;
import dev.interline.canonical.customer.OpportunityStatus;
import dev.interline.canonical.customer.PersonalDetail;
import dev.interline.canonical.integration.IntegrationEvent;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTypeTest {

    private static final ExternalRef REF = new ExternalRef(BusinessSystem.BILLING, "id-1");
    private static final SourceVersion VERSION =
            new SourceVersion(Instant.parse("2026-11-01T10:00:00.123456Z"), SourceVersion.CHANGED, "evt-1");
    private static final AccountId ACCOUNT = new AccountId("acc_1");
    private static final PersonalSeal SEAL =
            new PersonalSeal(List.of(Base64.getEncoder().encodeToString(new byte[32])));

    static Stream<CanonicalPayload> oneOfEach() {
        Account account =
                new Account(REF, ACCOUNT, Map.of(AccountField.NAME, "Acme", AccountField.DOMAIN, ""), VERSION);
        Subscription subscription = new Subscription(
                REF,
                REF,
                SubscriptionStatus.PAST_DUE,
                List.of(new SubscriptionItem("pro", null, 2, new Money(new BigDecimal("0.0012"), "USD"))),
                null,
                VERSION.at(),
                true,
                false,
                VERSION);
        Money money = new Money(new BigDecimal("49"), "JPY");
        Invoice invoice = new Invoice(REF, REF, null, null, money, money, money, 0, null, VERSION);
        Merge merge = new Merge(REF, List.of(new ExternalRef(BusinessSystem.CRM, "gone")), VERSION);
        Contact contact = new Contact(
                REF, new ContactId("con_1"), REF, "lead", List.of(PersonalDetail.EMAIL, PersonalDetail.PHONE), VERSION);
        Opportunity opportunity = new Opportunity(
                REF,
                null,
                REF,
                "default",
                "closedwon",
                OpportunityStatus.WON,
                new BigDecimal("3000.5"),
                "EUR",
                VERSION.at(),
                VERSION);
        Ticket ticket = new Ticket(REF, null, null, TicketStatus.UNKNOWN, TicketPriority.NONE, VERSION);
        return Stream.of(
                new CustomerEvent.AccountCreated(account),
                new CustomerEvent.AccountUpdated(new Account(REF, null, Map.of(), VERSION)),
                new CustomerEvent.AccountDeleted(account),
                new CustomerEvent.AccountMerged(merge),
                new CustomerEvent.ContactCreated(contact),
                new CustomerEvent.ContactUpdated(new Contact(REF, null, null, "", List.of(), VERSION)),
                new CustomerEvent.ContactDeleted(REF, VERSION),
                new CustomerEvent.ContactMerged(merge),
                new CustomerEvent.ContactForgotten(REF, VERSION),
                new CustomerEvent.OpportunityCreated(opportunity),
                new CustomerEvent.OpportunityUpdated(new Opportunity(
                        REF, null, null, "7", "12", OpportunityStatus.UNKNOWN, null, null, null, VERSION)),
                new CustomerEvent.OpportunityDeleted(REF, VERSION),
                new CustomerEvent.OpportunityMerged(merge),
                new BillingEvent.SubscriptionStarted(subscription),
                new BillingEvent.SubscriptionActivated(subscription),
                new BillingEvent.SubscriptionChanged(subscription),
                new BillingEvent.SubscriptionEnded(subscription),
                new BillingEvent.InvoicePaid(invoice),
                new BillingEvent.InvoicePaymentFailed(invoice),
                new SupportEvent.TicketOpened(ticket),
                new SupportEvent.TicketStatusChanged(ticket),
                new SupportEvent.TicketPriorityChanged(ticket),
                new BillingCommand.RefetchSubscription(REF),
                new BillingCommand.RefetchAccount(REF),
                new CrmCommand.UpsertAccount(ACCOUNT, Map.of(AccountField.LIFECYCLE_STAGE, "customer")),
                new CrmCommand.RefetchAccount(REF),
                new CrmCommand.RefetchContact(REF, true, List.of()),
                new CrmCommand.RefetchOpportunity(REF, false, List.of(REF)),
                new CrmCommand.UpsertContact(
                        new ContactId("con_1"),
                        Map.of(
                                ContactField.EMAIL,
                                SEAL.seal(new TenantId("acme"), new ContactId("con_1"), "jane@doe.example"),
                                ContactField.PHONE,
                                "",
                                ContactField.OWNER,
                                "77")),
                new CrmCommand.AssociateContact(new ContactId("con_1"), ACCOUNT),
                new CrmCommand.ForgetContact(REF),
                new CrmCommand.SetLifecycleStage(ACCOUNT, "lead", true),
                new CrmCommand.AddNote(ACCOUNT, "text", VERSION.at()),
                new CrmCommand.UpsertOpportunity(
                        new OpportunityId("opp_1"), ACCOUNT, Map.of(OpportunityField.CLOSES_AT, "")),
                new SupportCommand.UpsertOrganization(ACCOUNT, Map.of()),
                new SupportCommand.OpenTicket(ACCOUNT, "key", "subject", "body", TicketPriority.NORMAL, List.of("a")),
                new SupportCommand.SolveTicket(ACCOUNT, "key"),
                new SupportCommand.RefetchTicket(REF, true),
                new IntegrationEvent.CommandCompleted("c", "t", BusinessSystem.CRM, "s", null),
                new IntegrationEvent.CommandFailed("c", "t", BusinessSystem.CRM, "s", "REJECTED", "CRM-1"),
                new IntegrationEvent.DecisionRecorded("r", "s", "d", "rule"));
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void whatIsWrittenFitsItsSchemaAndReadsBackTheSame(CanonicalPayload payload) {
        // Given
        String type = MessageType.of(payload).name();

        // When
        byte[] json = CanonicalJson.write(payload);
        CanonicalSchemas.check(type, json);

        // Then
        assertThat(CanonicalJson.read(type, json)).isEqualTo(payload);
    }

    @Test
    void everyTypeIsProvedAboveAndHasATopic() {
        // Given
        var proved = oneOfEach().map(MessageType::of).collect(Collectors.toSet());

        // Then
        assertThat(proved).containsExactlyInAnyOrderElementsOf(MessageType.all());
        assertThat(MessageType.all())
                .allSatisfy(type -> assertThat(Topics.all()).contains(type.topicFor(BusinessSystem.CRM)));
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void aFieldOfANewerVersionIsIgnored(CanonicalPayload payload) {
        // Given
        String type = MessageType.of(payload).name();
        String json = new String(CanonicalJson.write(payload), StandardCharsets.UTF_8);
        byte[] newer = json.replaceFirst("\\{", "{\"addedLater\":[1],").getBytes(StandardCharsets.UTF_8);

        // When
        CanonicalSchemas.check(type, newer);

        // Then
        assertThat(CanonicalJson.read(type, newer)).isEqualTo(payload);
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void aBodyWithoutWhatItMustHaveIsRefusedWithoutQuotingIt(CanonicalPayload payload) {
        // Given
        String type = MessageType.of(payload).name();
        byte[] empty = "{\"secret\":\"canary\"}".getBytes(StandardCharsets.UTF_8);

        // Then
        assertThatThrownBy(() -> CanonicalSchemas.check(type, empty))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageContaining(type)
                .hasMessageNotContaining("canary");
    }

    @Test
    void anUnknownTypeAndTrailingGarbageAreRefused() {
        assertThatThrownBy(() -> CanonicalJson.read("crm.fly-to-the-moon.v1", "{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidMessage.class)
                .hasMessageContaining("crm.fly-to-the-moon.v1");
        assertThatThrownBy(() -> CanonicalJson.read(
                        "support.solve-ticket.v1",
                        "{\"accountId\":\"a\",\"key\":\"k\"} {}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidMessage.class);
    }

    @Test
    void everySchemaNamesItselfAndSaysWhatItIs() throws IOException {
        for (MessageType type : MessageType.all()) {
            try (InputStream in = MessageTypeTest.class.getResourceAsStream("/schemas/" + type.name() + ".json")) {
                JsonNode schema = CanonicalJson.mapper().readTree(Objects.requireNonNull(in, type.name()));
                assertThat(schema.path("$id").asText()).isEqualTo(CanonicalSchemas.BASE + type.name() + ".json");
                assertThat(schema.path("title").asText()).isNotBlank();
            }
        }
    }
}
