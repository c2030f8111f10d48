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
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.CancellationTime;
import dev.interline.canonical.billing.Charge;
import dev.interline.canonical.billing.ChargeStatus;
import dev.interline.canonical.billing.Checkout;
import dev.interline.canonical.billing.CheckoutMode;
import dev.interline.canonical.billing.CheckoutPayment;
import dev.interline.canonical.billing.Dispute;
import dev.interline.canonical.billing.DisputeStatus;
import dev.interline.canonical.billing.Entitlements;
import dev.interline.canonical.billing.Invoice;
import dev.interline.canonical.billing.InvoiceCollection;
import dev.interline.canonical.billing.InvoiceForecast;
import dev.interline.canonical.billing.InvoicePayment;
import dev.interline.canonical.billing.InvoiceStatus;
import dev.interline.canonical.billing.PausedInvoices;
import dev.interline.canonical.billing.Payment;
import dev.interline.canonical.billing.PaymentMethod;
import dev.interline.canonical.billing.PaymentStatus;
import dev.interline.canonical.billing.Price;
import dev.interline.canonical.billing.Product;
import dev.interline.canonical.billing.Refund;
import dev.interline.canonical.billing.RefundReason;
import dev.interline.canonical.billing.RefundStatus;
import dev.interline.canonical.billing.ScheduleStatus;
import dev.interline.canonical.billing.Subscription;
import dev.interline.canonical.billing.SubscriptionItem;
import dev.interline.canonical.billing.SubscriptionSchedule;
import dev.interline.canonical.billing.SubscriptionStatus;
import dev.interline.canonical.crm.ContactField;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.crm.OpportunityField;
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
import dev.interline.canonical.support.OrganizationDetail;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.canonical.support.SupportOrganization;
import dev.interline.canonical.support.SupportUser;
import dev.interline.canonical.support.Ticket;
import dev.interline.canonical.support.TicketDetail;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketRating;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.canonical.support.UserDetail;
import dev.interline.canonical.support.UserRole;
import dev.interline.canonical.usage.Meter;
import dev.interline.canonical.usage.MeterStatus;
import dev.interline.canonical.usage.UsageAlert;
import dev.interline.canonical.usage.UsageEvent;
import dev.interline.canonical.usage.UsageRejection;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    /** As {@code PersonalSeal} makes it, under a key that is nowhere. */
    private static final String SEALED = "sealed:v1:w7z-42-ErnZVBNhhsnSOqojyTNCm_56Tis5WAosCCRNZAr6X8ZHNp-2XQk4";

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
        Invoice invoice = new Invoice(
                REF, REF, null, null, money, money, money, 0, null, VERSION, InvoiceStatus.UNCOLLECTIBLE, VERSION.at());
        Charge charge =
                new Charge(REF, null, null, REF, ChargeStatus.FAILED, money, money, true, "card_declined", VERSION);
        Payment payment = new Payment(REF, null, null, PaymentStatus.AWAITING_ACTION, money, money, null, VERSION);
        Refund refund = new Refund(REF, REF, null, RefundStatus.PENDING, money, "duplicate", null, VERSION);
        Dispute dispute =
                new Dispute(REF, REF, null, DisputeStatus.NEEDS_RESPONSE, true, money, "fraudulent", null, VERSION);
        PaymentMethod method = new PaymentMethod(REF, null, "card", "2027-03", VERSION);
        Checkout checkout =
                new Checkout(REF, null, CheckoutMode.PAYMENT, CheckoutPayment.UNPAID, money, null, null, REF, VERSION);
        Price price = new Price(REF, REF, "pro", true, null, "month", VERSION);
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
        SupportUser user = new SupportUser(REF, REF, null, UserRole.END_USER, VERSION);
        SupportOrganization organization = new SupportOrganization(REF, ACCOUNT, VERSION);
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
                new BillingEvent.SubscriptionTrialEnding(subscription),
                new BillingEvent.ScheduleChanged(
                        new SubscriptionSchedule(REF, REF, null, ScheduleStatus.ACTIVE, VERSION.at(), VERSION)),
                new BillingEvent.InvoiceAnnounced(new InvoiceForecast(REF, null, money, null, VERSION)),
                new BillingEvent.InvoiceCreated(invoice),
                new BillingEvent.InvoiceIssued(invoice),
                new BillingEvent.InvoiceChanged(invoice),
                new BillingEvent.InvoiceActionRequired(invoice),
                new BillingEvent.InvoicePaymentApplied(new InvoicePayment(REF, REF, REF, null, money, VERSION)),
                new BillingEvent.InvoiceOverdue(invoice),
                new BillingEvent.InvoiceVoided(invoice),
                new BillingEvent.InvoiceWrittenOff(invoice),
                new BillingEvent.InvoiceDeleted(invoice),
                new BillingEvent.ChargeSucceeded(charge),
                new BillingEvent.ChargeFailed(charge),
                new BillingEvent.ChargeChanged(charge),
                new BillingEvent.ChargeRefunded(charge),
                new BillingEvent.PaymentSucceeded(payment),
                new BillingEvent.PaymentFailed(payment),
                new BillingEvent.PaymentCancelled(payment),
                new BillingEvent.PaymentChanged(payment),
                new BillingEvent.RefundCreated(refund),
                new BillingEvent.RefundChanged(refund),
                new BillingEvent.RefundFailed(refund),
                new BillingEvent.DisputeOpened(dispute),
                new BillingEvent.DisputeChanged(dispute),
                new BillingEvent.DisputeClosed(dispute),
                new BillingEvent.PaymentMethodAttached(method),
                new BillingEvent.PaymentMethodChanged(method),
                new BillingEvent.PaymentMethodDetached(method),
                new BillingEvent.CheckoutCompleted(checkout),
                new BillingEvent.CheckoutPaid(checkout),
                new BillingEvent.CheckoutPaymentFailed(checkout),
                new BillingEvent.CheckoutExpired(checkout),
                new BillingEvent.EntitlementsChanged(new Entitlements(REF, List.of("sso"), true, VERSION)),
                new BillingEvent.PriceChanged(price),
                new BillingEvent.PriceRemoved(price),
                new BillingEvent.ProductChanged(new Product(REF, null, true, VERSION)),
                new BillingEvent.ProductRemoved(new Product(REF, null, true, VERSION)),
                new UsageEvent.MeterChanged(new Meter(REF, "tokens", MeterStatus.ACTIVE, VERSION)),
                new UsageEvent.ReportsRejected(
                        new UsageRejection(null, null, VERSION.at(), 3L, List.of("no_customer"), VERSION)),
                new UsageEvent.AlertTriggered(new UsageAlert(REF, REF, null, new BigDecimal("1000.5"), VERSION)),
                new SupportEvent.TicketOpened(ticket),
                new SupportEvent.TicketStatusChanged(ticket),
                new SupportEvent.TicketPriorityChanged(ticket),
                new SupportEvent.TicketCommented(REF, null, true, false, VERSION),
                new SupportEvent.TicketAssigned(REF, REF, null, VERSION),
                new SupportEvent.TicketDetailsChanged(REF, TicketDetail.CUSTOM_FIELD, REF, VERSION),
                new SupportEvent.TicketMerged(REF, REF, VERSION),
                new SupportEvent.TicketRated(REF, TicketRating.BAD, VERSION),
                new SupportEvent.TicketDeadlineChanged(REF, VERSION.at(), VERSION),
                new SupportEvent.UserCreated(user),
                new SupportEvent.UserDetailsChanged(user, UserDetail.IDENTITY),
                new SupportEvent.UserDeleted(REF, VERSION),
                new SupportEvent.UserMerged(REF, null, VERSION),
                new SupportEvent.UserJoinedOrganization(REF, REF, VERSION),
                new SupportEvent.UserLeftOrganization(REF, REF, VERSION),
                new SupportEvent.OrganizationCreated(organization),
                new SupportEvent.OrganizationDetailsChanged(organization, OrganizationDetail.NAME),
                new SupportEvent.OrganizationDeleted(REF, VERSION),
                new BillingCommand.RefetchSubscription(REF),
                new BillingCommand.RefetchAccount(REF),
                new BillingCommand.RenameAccount(REF, "Acme"),
                new BillingCommand.LabelAccount(REF, Map.of("crm_id", "42", "old", "")),
                new BillingCommand.OpenAccount("Acme", Map.of("crm_company", "42"), null, "key"),
                new BillingCommand.OpenAccount("Acme", Map.of(), SEALED, "key"),
                new BillingCommand.StartSubscription(
                        REF, List.of(new BillingCommand.StartSubscription.Item(REF, 2L)), 14, "key"),
                new BillingCommand.IssueInvoice(
                        REF,
                        List.of(
                                new BillingCommand.IssueInvoice.Line(
                                        "Set-up", new Money(new BigDecimal("120.5"), "EUR")),
                                new BillingCommand.IssueInvoice.Line(
                                        "Goodwill", new Money(new BigDecimal("-20"), "EUR"))),
                        InvoiceCollection.SEND,
                        14,
                        Map.of("crm_deal", "7"),
                        "key"),
                new BillingCommand.IssueInvoice(
                        REF,
                        List.of(new BillingCommand.IssueInvoice.Line("Set-up", new Money(BigDecimal.ONE, "JPY"))),
                        InvoiceCollection.CHARGE,
                        null,
                        Map.of(),
                        "key"),
                new BillingCommand.LabelSubscription(REF, Map.of("crm_id", "42")),
                new BillingCommand.CancelSubscription(REF, CancellationTime.PERIOD_END),
                new BillingCommand.KeepSubscription(REF),
                new BillingCommand.PauseCollection(REF, PausedInvoices.VOID, VERSION.at()),
                new BillingCommand.ResumeCollection(REF),
                new BillingCommand.ChangeSubscriptionItem(REF, null, REF, 3L),
                new BillingCommand.VoidInvoice(REF),
                new BillingCommand.WriteOffInvoice(REF),
                new BillingCommand.PayInvoice(REF),
                new BillingCommand.RefundPayment(REF, money, RefundReason.DUPLICATE, "key"),
                new BillingCommand.ReportUsage(REF, "tokens", new BigDecimal("0.5"), VERSION.at(), "key"),
                new CrmCommand.UpsertAccount(ACCOUNT, Map.of(AccountField.LIFECYCLE_STAGE, "customer")),
                new CrmCommand.RefetchAccount(REF),
                new CrmCommand.RefetchContact(REF, true, List.of()),
                new CrmCommand.RefetchOpportunity(REF, false, List.of(REF)),
                new CrmCommand.UpsertContact(
                        new ContactId("con_1"),
                        Map.of(ContactField.EMAIL, SEALED, ContactField.PHONE, "", ContactField.OWNER, "77")),
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
                new SupportCommand.CommentTicket(REF, "key", "body", false),
                new SupportCommand.TagTicket(REF, List.of("a"), List.of("b")),
                new SupportCommand.TagTickets(List.of(REF), List.of("a"), List.of()),
                new SupportCommand.FollowJob(REF),
                new SupportCommand.UpdateTicket(REF, TicketStatus.HOLD, null, REF, null),
                new SupportCommand.FollowUpTicket(REF, "key", "subject", "body", TicketPriority.NONE, List.of()),
                new SupportCommand.UpsertUser("key", SEALED, SEALED),
                new SupportCommand.JoinOrganization(ACCOUNT, "key"),
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
