package dev.interline.routing.translate;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.billing.BillingCommand;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.routing.account.AccountView;
import dev.interline.routing.account.SharedFields;
import dev.interline.routing.identity.CrossReferences;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Says which system should know what of an account, and makes the commands for it. */
@ApplicationScoped
@Named("accountAnnouncements")
public class AccountAnnouncements {

    private static final Set<AccountField> FOR_CRM = Set.of(
            AccountField.NAME,
            AccountField.DOMAIN,
            AccountField.PLAN,
            AccountField.BILLING_STATUS,
            AccountField.OPEN_TICKET_COUNT,
            AccountField.LAST_ESCALATION);

    private static final Set<AccountField> FOR_SUPPORT = Set.of(
            AccountField.NAME,
            AccountField.DOMAIN,
            AccountField.PLAN,
            AccountField.BILLING_STATUS,
            AccountField.LIFECYCLE_STAGE,
            AccountField.OWNER,
            AccountField.INDUSTRY);

    private final Messages messages;
    private final SharedFields shared;
    private final CrossReferences references;

    public AccountAnnouncements(Messages messages, SharedFields shared, CrossReferences references) {
        this.messages = messages;
        this.shared = shared;
        this.references = references;
    }

    /** What the CRM should know: what others own, and a later lifecycle stage if the account has earned one. */
    public Announcement forCrm(@Body AccountView account) {
        Map<AccountField, String> fields = select(account, FOR_CRM);
        String stage = account.fields().getOrDefault(AccountField.LIFECYCLE_STAGE, "");
        account.earned()
                .filter(earned -> earned.isAheadOf(stage))
                .ifPresent(earned -> fields.put(AccountField.LIFECYCLE_STAGE, earned.token()));
        return new Announcement(BusinessSystem.CRM, account.id(), fields);
    }

    /** What the support system should know. */
    public Announcement forSupport(@Body AccountView account) {
        return new Announcement(BusinessSystem.SUPPORT, account.id(), select(account, FOR_SUPPORT));
    }

    /** What billing should know: only what others may change too, if anything. */
    public List<Announcement> forBilling(Exchange exchange, @Body AccountView account) {
        Map<AccountField, String> fields = select(account, shared.all());
        return fields.isEmpty() || customer(Delivery.of(exchange), account.id()).isEmpty()
                ? List.of()
                : List.of(new Announcement(BusinessSystem.BILLING, account.id(), fields));
    }

    /** The command that brings the announcement to its system. */
    public CanonicalMessage toCommand(Exchange exchange, @Body Announcement announcement) {
        return command(Delivery.of(exchange), announcement, "");
    }

    /** The same, to be kept beside the one that is sent. */
    public CanonicalMessage toParkedCommand(Exchange exchange, Announcement announcement) {
        return command(Delivery.of(exchange), announcement, "parked");
    }

    private CanonicalMessage command(Delivery delivery, Announcement announcement, String distinction) {
        AccountId account = announcement.account();
        return switch (announcement.system()) {
            case CRM ->
                messages.follow(
                        delivery,
                        account.value(),
                        distinction,
                        new CrmCommand.UpsertAccount(account, announcement.fields()));
            case SUPPORT ->
                messages.follow(
                        delivery,
                        account.value(),
                        distinction,
                        new SupportCommand.UpsertOrganization(account, announcement.fields()));
            case BILLING -> rename(delivery, announcement, distinction);
        };
    }

    /** The only fact that can be written at its owner; as all commands to billing it is about billing's own record. */
    private CanonicalMessage rename(Delivery delivery, Announcement announcement, String distinction) {
        ExternalRef customer = customer(delivery, announcement.account())
                .orElseThrow(
                        () -> new IllegalStateException("Billing does not know account " + announcement.account()));
        String name = Objects.requireNonNull(announcement.fields().get(AccountField.NAME), "name");
        return messages.follow(delivery, customer.id(), distinction, new BillingCommand.RenameAccount(customer, name));
    }

    private Optional<ExternalRef> customer(Delivery delivery, AccountId account) {
        return references.refOf(
                delivery.transaction(), delivery.envelope().tenantId(), account, BusinessSystem.BILLING);
    }

    private static Map<AccountField, String> select(AccountView account, Set<AccountField> wanted) {
        Map<AccountField, String> fields = new EnumMap<>(AccountField.class);
        account.fields().forEach((field, value) -> {
            if (wanted.contains(field) && !value.isEmpty()) {
                fields.put(field, value);
            }
        });
        return fields;
    }
}
