package dev.interline.routing.translate;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.crm.CrmCommand;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.support.SupportCommand;
import dev.interline.routing.account.AccountView;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.EnumMap;
import java.util.Map;
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

    public AccountAnnouncements(Messages messages) {
        this.messages = messages;
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

    /** The command that brings the announcement to its system. */
    public CanonicalMessage toCommand(Exchange exchange, @Body Announcement announcement) {
        String subject = announcement.account().value();
        return messages.follow(
                Delivery.of(exchange),
                subject,
                "",
                switch (announcement.system()) {
                    case CRM -> new CrmCommand.UpsertAccount(announcement.account(), announcement.fields());
                    case SUPPORT ->
                        new SupportCommand.UpsertOrganization(announcement.account(), announcement.fields());
                    case BILLING ->
                        throw new IllegalArgumentException(
                                "Billing owns accounts; nothing about them is announced to it");
                });
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
