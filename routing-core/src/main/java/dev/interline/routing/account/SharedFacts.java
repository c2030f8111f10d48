package dev.interline.routing.account;

import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.customer.Account;
import dev.interline.durable.echo.FieldHold;
import dev.interline.durable.echo.FieldHolds;
import dev.interline.routing.account.SharedFields.Judgement;
import dev.interline.routing.ownership.OwnershipPolicy;
import dev.interline.runtime.route.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what systems say of facts that they share: the newest change counts, whoever made it, and everybody is told until all
 * have the same. A fact that two systems set against each other is held.
 */
@ApplicationScoped
public class SharedFacts {

    private static final Logger LOG = LoggerFactory.getLogger(SharedFacts.class);

    private final SharedFields fields;
    private final OwnershipPolicy ownership;
    private final Decisions decisions;
    private final LastCommands lastCommands;

    SharedFacts(SharedFields fields, OwnershipPolicy ownership, Decisions decisions, LastCommands lastCommands) {
        this.fields = fields;
        this.ownership = ownership;
        this.decisions = decisions;
        this.lastCommands = lastCommands;
    }

    /** Whether the fact is shared and the system may change it. */
    boolean maySay(AccountField field, BusinessSystem system) {
        return fields.maySay(field, system, ownership.ownerOf(field));
    }

    /** Takes a statement; whether somebody has to be told something. */
    boolean say(Delivery delivery, AccountId account, Account said, AccountField field, String value) {
        BusinessSystem system = said.ref().system();
        TenantId tenant = delivery.envelope().tenantId();
        String told = lastCommands.of(delivery, account, system).get(field);
        Judgement judgement = fields.judge(
                delivery.transaction(),
                new SharedFields.Key(tenant, account, field, system),
                value,
                said.version().at(),
                told);
        // Nobody can be told that an account has no name; what the others have stays.
        if (judgement == Judgement.NO_NEWS || value.isEmpty()) {
            return false;
        }
        if (FieldHolds.of(delivery.transaction(), tenant, account.value()).contains(field.token())) {
            return false;
        }
        boolean newest = judgement == Judgement.CHANGE
                && AccountBook.store(delivery, account, Map.of(field, value), said.version());
        // What it was told may still be on its way there and undo the change, so it is told again unless it never was.
        if (!newest || told == null) {
            lastCommands.holds(delivery, account, system, field, value);
        }
        if (newest) {
            FieldHolds.note(
                            delivery.transaction(),
                            new FieldHolds.Change(
                                    tenant,
                                    account.value(),
                                    field.token(),
                                    system.token(),
                                    value,
                                    delivery.envelope().id()),
                            fields.limit())
                    .ifPresent(hold -> report(delivery, hold));
        }
        return true;
    }

    private void report(Delivery delivery, FieldHold hold) {
        String systems = String.join(" and ", hold.systems());
        decisions.record(
                delivery,
                hold.record(),
                "held account." + hold.field() + ": " + systems + " set it against each other",
                hold.changes() + " changes back and forth within "
                        + fields.limit().window() + " are too many");
        LOG.error(
                "{}: account.{} of {} is held: {} set it against each other, {} changes back and forth",
                HeldFacts.CODE,
                hold.field(),
                hold.record(),
                systems,
                hold.changes());
    }
}
