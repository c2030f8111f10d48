package dev.interline.canonical.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.Money;
import dev.interline.canonical.billing.BillingCommand.IssueInvoice;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IssueInvoiceTest {

    private static final IssueInvoice.Line SET_UP = line("120.50", "EUR");

    @Test
    void itsLinesAreInOneCurrencyAndMayGiveBack() {
        assertThat(invoice(List.of(SET_UP, line("-20", "EUR")), InvoiceCollection.SEND, 14, "key")
                        .currency())
                .isEqualTo("EUR");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invoice(List.of(SET_UP, line("-20", "USD")), InvoiceCollection.CHARGE, null, "key"))
                .withMessageContaining("one currency");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void itHasOneToAHundredLines(int lines) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invoice(Collections.nCopies(lines, SET_UP), InvoiceCollection.CHARGE, null, "key"))
                .withMessageContaining("1 to 100 lines");
    }

    @Test
    void aLineSaysWhatItIsForAndIsNotForNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> line("0.00", "EUR"));
        for (String description : List.of("", " ", "x".repeat(501))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new IssueInvoice.Line(description, SET_UP.amount()));
        }
    }

    @Test
    void whatIsSentAndNothingElseSaysWhenItIsDue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invoice(List.of(SET_UP), InvoiceCollection.SEND, null, "key"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invoice(List.of(SET_UP), InvoiceCollection.CHARGE, 14, "key"));
        for (int days : List.of(0, 366)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> invoice(List.of(SET_UP), InvoiceCollection.SEND, days, "key"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a'b", "a/b", "a b"})
    void aKeyHasNothingThatASearchWouldTakeForItsOwn(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> invoice(List.of(SET_UP), InvoiceCollection.CHARGE, null, key));
    }

    private static IssueInvoice invoice(
            List<IssueInvoice.Line> lines, InvoiceCollection collection, @Nullable Integer days, String key) {
        return new IssueInvoice(
                new ExternalRef(BusinessSystem.BILLING, "cus_1"), lines, collection, days, Map.of(), key);
    }

    private static IssueInvoice.Line line(String amount, String currency) {
        return new IssueInvoice.Line("Set-up", new Money(new BigDecimal(amount), currency));
    }
}
