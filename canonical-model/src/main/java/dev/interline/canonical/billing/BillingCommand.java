package dev.interline.canonical.billing;

import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.PersonalSeal;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What may be asked of a billing system. */
public sealed interface BillingCommand extends CanonicalCommand {

    /** Read a subscription again and tell its present state as an event: order of arrival was in doubt. */
    record RefetchSubscription(ExternalRef subscription) implements BillingCommand {}

    /** Read a customer again and tell its present state as an event. */
    record RefetchAccount(ExternalRef account) implements BillingCommand {}

    /**
     * Give a customer this name.
     *
     * @param name not empty: an account has a name
     */
    record RenameAccount(ExternalRef account, String name) implements BillingCommand {

        /** @throws IllegalArgumentException if the name is empty */
        public RenameAccount {
            if (name.isBlank()) {
                throw new IllegalArgumentException("An account's name is not empty");
            }
        }
    }

    /**
     * Write these labels on a customer, as the ids other systems know it by; others stay.
     *
     * @param labels the empty text removes a label
     */
    record LabelAccount(ExternalRef account, Map<String, String> labels) implements BillingCommand {
        public LabelAccount {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * Make somebody known who will pay, once per key for ever. What is made tells of itself as every account does.
     *
     * @param name not empty: an account has a name
     * @param labels as the ids other systems know it by
     * @param email where its invoices are sent, sealed for the key, see {@link PersonalSeal}; absent for nowhere
     * @param key names this account: a second command with the same key and wish does nothing, with another wish it is
     *     refused. Letters, digits and {@code . _ : -}, at most 200
     */
    record OpenAccount(
            String name,
            Map<String, String> labels,
            @Nullable String email,
            String key) implements BillingCommand {

        /** @throws IllegalArgumentException if the name is empty, the address not sealed or the key has other characters */
        public OpenAccount {
            labels = Map.copyOf(labels);
            if (name.isBlank()) {
                throw new IllegalArgumentException("An account's name is not empty");
            }
            requireSearchable(key);
            if (email != null && !PersonalSeal.isSealed(email)) {
                throw new IllegalArgumentException("The address of an account must be sealed");
            }
        }

        /** Its key; never who it is. */
        @Override
        public String toString() {
            return "OpenAccount[" + key + "]";
        }
    }

    /**
     * Begin a subscription of an account, once per key for ever.
     *
     * @param items what is bought, at least one
     * @param trialDays how long it costs nothing, in days; absent for not at all
     * @param key names this subscription: a second command with the same key and wish does nothing, with another wish it is
     *     refused
     */
    record StartSubscription(
            ExternalRef account, List<Item> items, @Nullable Integer trialDays, String key) implements BillingCommand {

        /**
         * One line of it.
         *
         * @param price what the billing system calls the price
         * @param quantity how many; absent for one, and where usage is counted
         */
        public record Item(ExternalRef price, @Nullable Long quantity) {

            /** @throws IllegalArgumentException if the quantity is negative */
            public Item {
                if (quantity != null && quantity < 0) {
                    throw new IllegalArgumentException("A quantity is not negative, but was " + quantity);
                }
            }
        }

        /** @throws IllegalArgumentException if nothing is bought, or the trial is shorter than a day */
        public StartSubscription {
            items = List.copyOf(items);
            Objects.requireNonNull(key, "key");
            if (items.isEmpty()) {
                throw new IllegalArgumentException("A subscription begins with at least one item");
            }
            if (trialDays != null && trialDays < 1) {
                throw new IllegalArgumentException("A trial takes at least a day, but was " + trialDays);
            }
        }
    }

    /**
     * Make an invoice of its own, beside any subscription, and issue it, once per key for ever.
     *
     * @param lines what it is for: 1 to {@value #MOST_LINES}, all in one currency
     * @param daysUntilDue how many days after it was made one that is sent is due, 1 to {@value #MOST_DAYS}; absent for one that
     *     is charged
     * @param labels as the ids other systems know it by
     * @param key names this invoice: a second command with the same key and wish does nothing more, with another wish it is
     *     refused. Letters, digits and {@code . _ : -}, at most 200
     */
    record IssueInvoice(
            ExternalRef account,
            List<Line> lines,
            InvoiceCollection collection,
            @Nullable Integer daysUntilDue,
            Map<String, String> labels,
            String key)
            implements BillingCommand {

        /** As many as billing systems list at once. */
        public static final int MOST_LINES = 100;

        private static final int MOST_DAYS = 365;

        /**
         * One line of it.
         *
         * @param description what the payer reads, 1 to {@value #LONGEST} characters
         * @param amount below zero for what is given back; not zero
         */
        public record Line(String description, Money amount) {

            private static final int LONGEST = 500;

            /** @throws IllegalArgumentException if nothing is said or nothing is owed */
            public Line {
                if (description.isBlank() || description.length() > LONGEST) {
                    throw new IllegalArgumentException("A line of an invoice says in 1 to " + LONGEST
                            + " characters what it is for, but has " + description.length());
                }
                if (amount.amount().signum() == 0) {
                    throw new IllegalArgumentException("A line of an invoice has an amount other than zero");
                }
            }
        }

        /** @throws IllegalArgumentException if the lines are none, too many or of several currencies, or no one knows when it is due */
        public IssueInvoice {
            lines = List.copyOf(lines);
            labels = Map.copyOf(labels);
            requireSearchable(key);
            if (lines.isEmpty() || lines.size() > MOST_LINES) {
                throw new IllegalArgumentException(
                        "An invoice has 1 to " + MOST_LINES + " lines, but this one " + lines.size());
            }
            if (lines.stream().map(line -> line.amount().currency()).distinct().count() > 1) {
                throw new IllegalArgumentException("The lines of an invoice are in one currency");
            }
            if ((collection == InvoiceCollection.SEND) != (daysUntilDue != null)) {
                throw new IllegalArgumentException(
                        "An invoice that is sent, and no other, says in how many days it is due");
            }
            if (daysUntilDue != null && (daysUntilDue < 1 || daysUntilDue > MOST_DAYS)) {
                throw new IllegalArgumentException(
                        "An invoice is due within 1 to " + MOST_DAYS + " days, but was to be in " + daysUntilDue);
            }
        }

        /** What all its lines are in, ISO 4217. */
        public String currency() {
            return lines.getFirst().amount().currency();
        }
    }

    /**
     * Write these labels on a subscription; others stay.
     *
     * @param labels the empty text removes a label
     */
    record LabelSubscription(ExternalRef subscription, Map<String, String> labels) implements BillingCommand {
        public LabelSubscription {
            labels = Map.copyOf(labels);
        }
    }

    /** End a subscription, at once or with the period that is paid for. */
    record CancelSubscription(ExternalRef subscription, CancellationTime when) implements BillingCommand {}

    /** Take back the wish to end a subscription with its period. */
    record KeepSubscription(ExternalRef subscription) implements BillingCommand {}

    /**
     * Collect no invoices of a subscription for a while; the service goes on.
     *
     * @param resumesAt when collection goes on by itself; absent for not until asked
     */
    record PauseCollection(
            ExternalRef subscription,
            PausedInvoices invoices,
            @Nullable Instant resumesAt) implements BillingCommand {}

    /** Collect the invoices of a subscription again. */
    record ResumeCollection(ExternalRef subscription) implements BillingCommand {}

    /**
     * Change the quantity or the price of one line of a subscription, or both.
     *
     * @param item the line; may be absent where the subscription has only one
     * @param price the new price; absent to keep it
     * @param quantity the new quantity; absent to keep it
     */
    record ChangeSubscriptionItem(
            ExternalRef subscription,
            @Nullable ExternalRef item,
            @Nullable ExternalRef price,
            @Nullable Long quantity) implements BillingCommand {

        /** @throws IllegalArgumentException if nothing is to be changed, or the quantity is negative */
        public ChangeSubscriptionItem {
            if (price == null && quantity == null) {
                throw new IllegalArgumentException("A change of an item names a price, a quantity or both");
            }
            if (quantity != null && quantity < 0) {
                throw new IllegalArgumentException("A quantity is not negative, but was " + quantity);
            }
        }
    }

    /** Declare an invoice void. */
    record VoidInvoice(ExternalRef invoice) implements BillingCommand {}

    /** Expect no payment of an invoice any more. */
    record WriteOffInvoice(ExternalRef invoice) implements BillingCommand {}

    /** Collect an invoice now, by the account's usual means. */
    record PayInvoice(ExternalRef invoice) implements BillingCommand {}

    /**
     * Give money back, once per key for ever.
     *
     * @param charge the charge, or the payment it is an attempt of
     * @param amount a part of it; absent for all that is left
     * @param key names this refund: a second command with the same key and wish does nothing, with another wish it is refused
     */
    record RefundPayment(
            ExternalRef charge,
            @Nullable Money amount,
            @Nullable RefundReason reason,
            String key) implements BillingCommand {

        /** @throws NullPointerException if there is no key */
        public RefundPayment {
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * Count usage of an account, once per key.
     *
     * @param meter the name of the meter
     * @param at when it was used, at most 35 days ago
     * @param key names this report: the billing system counts a key once
     */
    record ReportUsage(ExternalRef account, String meter, BigDecimal value, Instant at, String key)
            implements BillingCommand {}

    /** Keys by which billing systems are searched: none has a character that a search would take for its own. */
    private static void requireSearchable(String key) {
        if (!key.matches("[A-Za-z0-9._:-]{1,200}")) {
            throw new IllegalArgumentException("A key is 1 to 200 letters, digits and . _ : -");
        }
    }

    /** A command of a later version of this model. */
    record Unrecognised(String type, String json) implements BillingCommand {}
}
