package dev.interline.canonical;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * An amount in major units (12.50, not 1250) of an ISO 4217 currency; exponents are the translators' business, as
 * providers do not share them.
 */
public record Money(BigDecimal amount, String currency) {

    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** @throws IllegalArgumentException unless the currency is three upper-case letters */
    public Money {
        if (!CURRENCY.matcher(currency).matches()) {
            throw new IllegalArgumentException("A currency is three upper-case letters, but was '" + currency + "'");
        }
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency;
    }
}
