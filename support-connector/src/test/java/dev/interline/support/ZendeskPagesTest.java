package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.sdk.provider.ProviderRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each page says where the next begins. */
class ZendeskPagesTest {

    private static final String PATH = "/api/v2/webhooks";

    private final ZendeskPages pages = new ZendeskPages("webhooks");

    @Test
    void theNextPageBeginsBehindTheCursorUntilOneHasNoMore() {
        // When
        ProviderRequest second = pages.next(
                        ZendeskPages.first(PATH),
                        Answers.answer(200, "{\"meta\":{\"has_more\":true,\"after_cursor\":\"a=/\"}}"))
                .orElseThrow();

        // Then
        assertThat(second).isEqualTo(ProviderRequest.get(PATH, Map.of("page[size]", "100", "page[after]", "a=/")));
        assertThat(pages.next(
                        second,
                        Answers.answer(
                                200,
                                "{\"meta\":{\"has_more\":false,\"after_cursor\":\"b\"},\"links\":{\"next\":\"x\"}}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"meta\":null}",
                "{\"meta\":{\"after_cursor\":\"b\"}}",
                "{\"meta\":{\"has_more\":true}}",
                "{\"meta\":{\"has_more\":true,\"after_cursor\":null}}",
                "{\"meta\":{\"has_more\":true,\"after_cursor\":\"a\"}}"
            })
    void aPageThatDoesNotSayOrSaysWhereItBeganIsTheLast(String page) {
        assertThat(pages.next(
                        ProviderRequest.get(PATH, Map.of("page[size]", "100", "page[after]", "a")),
                        Answers.answer(200, page)))
                .isEmpty();
    }
}
