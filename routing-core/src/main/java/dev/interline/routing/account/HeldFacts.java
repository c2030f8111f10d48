package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.echo.FieldHolds;
import dev.interline.durable.failure.Causes;
import dev.interline.durable.failure.DeadLetters;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureKind;
import dev.interline.routing.translate.AccountAnnouncements;
import dev.interline.routing.translate.Announcement;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/** Takes held facts out of what systems are told; all else goes on. */
@ApplicationScoped
@Named("heldFacts")
public class HeldFacts {

    /** Two systems set a field against each other. */
    static final String CODE = "ROUTING-2001";

    private final SharedFields fields;
    private final AccountAnnouncements announcements;
    private final LastCommands lastCommands;
    private final DeadLetters deadLetters;

    HeldFacts(
            SharedFields fields,
            AccountAnnouncements announcements,
            LastCommands lastCommands,
            DeadLetters deadLetters) {
        this.fields = fields;
        this.announcements = announcements;
        this.lastCommands = lastCommands;
        this.deadLetters = deadLetters;
    }

    /**
     * The announcement without the facts that are held. What would have been told by the message that was one too many is
     * parked: whoever lets the field go can send it.
     */
    public Announcement withhold(Exchange exchange, @Body Announcement announcement) {
        if (fields.isEmpty()) {
            return announcement;
        }
        Delivery delivery = Delivery.of(exchange);
        TenantId tenant = delivery.envelope().tenantId();
        Set<String> held = FieldHolds.of(
                delivery.transaction(), tenant, announcement.account().value());
        if (held.isEmpty()) {
            return announcement;
        }
        Map<AccountField, String> told = lastCommands.of(delivery, announcement.account(), announcement.system());
        Map<AccountField, String> parked = new EnumMap<>(AccountField.class);
        Set<AccountField> withheld = EnumSet.noneOf(AccountField.class);
        for (String token : held) {
            AccountField field = AccountField.ofToken(token);
            String value = announcement.fields().get(field);
            withheld.add(field);
            if (value != null && !value.equals(told.get(field)) && isHeldNow(delivery, announcement, token)) {
                parked.put(field, value);
            }
        }
        if (!parked.isEmpty()) {
            park(exchange, announcement.withFields(parked));
        }
        return announcement.without(withheld);
    }

    private static boolean isHeldNow(Delivery delivery, Announcement announcement, String field) {
        return FieldHolds.isHeldBy(
                delivery.transaction(),
                delivery.envelope().tenantId(),
                announcement.account().value(),
                field,
                delivery.envelope().id());
    }

    private void park(Exchange exchange, Announcement announcement) {
        CanonicalMessage command = announcements.toParkedCommand(exchange, announcement);
        MessageType type = MessageType.of(command.payload());
        deadLetters.add(
                Delivery.of(exchange).transaction(),
                type.topicFor(announcement.system()),
                command.envelope(),
                new String(CanonicalJson.write(command.payload()), StandardCharsets.UTF_8),
                Failure.of(
                        FailureKind.REJECTED,
                        CODE,
                        "two systems set "
                                + String.join(
                                        ", ",
                                        announcement.fields().keySet().stream()
                                                .map(AccountField::token)
                                                .toList())
                                + " of the account against each other; it is held until somebody lets it go"),
                Causes.none());
    }
}
