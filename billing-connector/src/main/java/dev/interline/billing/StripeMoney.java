package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
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

    private StripeMoney() {}

    /**
     * The amount in major units.
     *
     * @param minor a JSON integer, or {@code unit_amount_decimal}'s text
     * @throws UnreadableStripeObject if it is neither, or the currency is not three letters
     */
    static Money of(JsonNode minor, JsonNode currency, String field) {
        String code = currency.asText("").toUpperCase(Locale.ROOT);
        try {
            BigDecimal amount = new BigDecimal(minor.asText());
            if (amount.precision() > 30 || Math.abs(amount.scale()) > 30) {
                throw new UnreadableStripeObject(field + " has an absurd number of digits");
            }
            return new Money(amount.movePointLeft(exponent(code)).stripTrailingZeros(), code);
        } catch (NumberFormatException notANumber) {
            throw new UnreadableStripeObject(field + " is not a number");
        } catch (IllegalArgumentException notACurrency) {
            throw new UnreadableStripeObject("the currency of " + field + " is not three letters");
        }
    }

    private static int exponent(String code) {
        if (ZERO_DECIMAL.contains(code)) {
            return 0;
        }
        return THREE_DECIMAL.contains(code) ? 3 : 2;
    }
}
