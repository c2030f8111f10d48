package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.interline.canonical.Money;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/**
 * Stripe's amounts: integers in the smallest unit, lower-case currency. Its exponents are not ISO 4217's: ISK and UGX are
 * sent with two decimals (<a href="https://docs.stripe.com/currencies#zero-decimal">zero-decimal currencies</a>).
 */
final class StripeMoney {

    private static final Set<String> ZERO_DECIMAL = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");
    private static final Set<String> THREE_DECIMAL = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    /** Sent with two decimals, though there is nothing smaller than one. */
    private static final Set<String> WHOLE_UNITS = Set.of("ISK", "UGX");

    private StripeMoney() {}

    /**
     * The amount in major units.
     *
     * @param minor a JSON integer, or {@code unit_amount_decimal}'s text
     * @throws UnreadableStripeObject if it is neither, or the currency is not three letters
     */
    static Money of(JsonNode minor, JsonNode currency, String field) {
        String code = currency.asText("").toUpperCase(Locale.ROOT);
        BigDecimal amount = number(minor, field);
        try {
            return new Money(amount.movePointLeft(exponent(code)).stripTrailingZeros(), code);
        } catch (IllegalArgumentException notACurrency) {
            throw new UnreadableStripeObject("the currency of " + field + " is not three letters");
        }
    }

    /** The same where an absent amount means none. */
    static Money orZero(JsonNode minor, JsonNode currency, String field) {
        return of(minor.isMissingNode() || minor.isNull() ? IntNode.valueOf(0) : minor, currency, field);
    }

    /** @throws UnreadableStripeObject if it is not a number, or an absurd one */
    static BigDecimal number(JsonNode number, String field) {
        BigDecimal value;
        try {
            value = new BigDecimal(number.asText());
        } catch (NumberFormatException notANumber) {
            throw new UnreadableStripeObject(field + " is not a number");
        }
        if (value.precision() > 30 || Math.abs(value.scale()) > 30) {
            throw new UnreadableStripeObject(field + " has an absurd number of digits");
        }
        return value;
    }

    /**
     * The amount in the smallest unit, as Stripe wants it where it takes no credits.
     *
     * @throws IllegalArgumentException if it is not positive, or the currency has no unit that small
     */
    static String minor(Money money) {
        if (money.amount().signum() <= 0) {
            throw new IllegalArgumentException("An amount in " + money.currency() + " must be positive");
        }
        return signedMinor(money);
    }

    /**
     * The amount in the smallest unit, below zero for a credit. ISK and UGX go with two decimals that must be zero, the
     * three-decimal ones with a last digit that must be
     * (<a href="https://docs.stripe.com/currencies#special-cases">special cases</a>).
     *
     * @throws IllegalArgumentException if the currency has no unit that small
     */
    static String signedMinor(Money money) {
        BigDecimal minor = money.amount().movePointRight(exponent(money.currency()));
        int step = WHOLE_UNITS.contains(money.currency()) ? 100 : THREE_DECIMAL.contains(money.currency()) ? 10 : 1;
        if (minor.remainder(BigDecimal.valueOf(step)).signum() != 0) {
            throw new IllegalArgumentException(
                    "An amount in " + money.currency() + " must have no smaller unit than Stripe takes");
        }
        return minor.toBigIntegerExact().toString();
    }

    private static int exponent(String code) {
        if (ZERO_DECIMAL.contains(code)) {
            return 0;
        }
        return THREE_DECIMAL.contains(code) ? 3 : 2;
    }
}
