package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each page says where the next begins. */
class StripePagesTest {

    private static final ProviderRequest FIRST =
            ProviderRequest.get("/v1/refunds", Map.of("charge", "ch_1", "limit", "100"));

    private final StripePages pages = new StripePages();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            {'object':'list','has_more':true,'data':[{'id':'re_1'},{'id':'re_2'}]}                  | starting_after | re_2
            {'object':'search_result','has_more':true,'next_page':'WzEs/=','data':[{'id':'cus_1'}]} | page           | WzEs/=
            """)
    void theNextPageBeginsWhereThisOneSays(String page, String parameter, String position) {
        assertThat(pages.next(FIRST, answer(page)))
                .contains(ProviderRequest.get(
                        "/v1/refunds", Map.of("charge", "ch_1", "limit", "100", parameter, position)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'object':'list','has_more':false,'data':[{'id':'re_1'}]}",
                "{}",
                "{'data':[],'has_more':true}",
                "{'data':[{'object':'refund'}],'has_more':true}",
                "{'object':'search_result','data':[{'id':'cus_1'}],'has_more':true,'next_page':null}"
            })
    void thereIsNoneAfterTheLastAndAfterOneThatDoesNotSay(String page) {
        assertThat(pages.next(FIRST, answer(page))).isEmpty();
    }

    @Test
    void aPageThatEndsWhereItBeganDoesNotGoOnForEver() {
        // Given
        ProviderAnswer page = answer("{'object':'list','has_more':true,'data':[{'id':'re_1'}]}");

        // When
        ProviderRequest second = pages.next(FIRST, page).orElseThrow();

        // Then
        assertThat(pages.next(second, page)).isEmpty();
    }

    private static ProviderAnswer answer(String body) {
        try {
            return new ProviderAnswer(200, Map.of(), CanonicalJson.mapper().readTree(body.replace('\'', '"')), true);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(body, broken);
        }
    }
}
