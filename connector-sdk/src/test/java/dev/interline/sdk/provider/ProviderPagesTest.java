package dev.interline.sdk.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.durable.lane.CommandPriority;
import dev.interline.durable.quota.QuotaGovernor;
import dev.interline.sdk.Connection;
import dev.interline.sdk.credential.TokenSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.camel.impl.DefaultCamelContext;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list that is declared to be read whole is, page by page, or the call fails. */
class ProviderPagesTest {

    /** The number of the next page stands in {@code next}, records in {@code data}. */
    private static final ProviderPages NUMBERED = new ProviderPages() {
        @Override
        public String records() {
            return "data";
        }

        @Override
        public Optional<ProviderRequest> next(ProviderRequest asked, ProviderAnswer page) {
            JsonNode next = page.body().path("next");
            return next.isInt()
                    ? Optional.of(ProviderRequest.get(asked.path(), Map.of("page", next.asText())))
                    : Optional.empty();
        }
    };

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer provider =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    /** Pages of one record each, numbered from 0. */
    private int pages = 3;

    private int broken = -1;
    private int withoutRecords = -1;

    ProviderPagesTest() throws IOException {}

    @BeforeEach
    void startProvider() {
        provider.createContext("/companies", exchange -> {
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            asked.add(query);
            int page = query.startsWith("page=") ? Integer.parseInt(query.substring(5)) : 0;
            byte[] body = "{%s\"next\":%s}"
                    .formatted(
                            page == withoutRecords ? "" : "\"data\":[" + page + "],",
                            page + 1 < pages ? page + 1 : "null")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(page == broken ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        provider.start();
    }

    @AfterEach
    void stopProvider() {
        provider.stop(0);
    }

    @Test
    void allPagesComeAsOneAnswer() throws Exception {
        assertThat(records(NUMBERED)).containsExactly(0, 1, 2);
        assertThat(asked).containsExactly("null", "page=1", "page=2");
    }

    @Test
    void anOperationThatDoesNotSayHowItsListGoesOnReadsOnePage() throws Exception {
        assertThat(records(null)).containsExactly(0);
        assertThat(asked).containsExactly("null");
    }

    @Test
    void aPageThatFailsIsTheAnswerAndNotThePagesBefore() {
        // Given
        broken = 1;

        // Then
        assertThatThrownBy(() -> records(NUMBERED))
                .hasMessage("TEST-2503 UNAVAILABLE: find-companies was answered 503");
        assertThat(asked).containsExactly("null", "page=1");
    }

    @Test
    void aFurtherPageWithoutRecordsMakesTheWholeNoList() throws Exception {
        // Given
        withoutRecords = 2;

        // Then
        assertThat(read(NUMBERED).body().path("data").isArray()).isFalse();
    }

    @Test
    void aListWithoutEndIsReadToTheMostPagesAndSaysThatItHasMore() throws Exception {
        // Given
        pages = Integer.MAX_VALUE;

        // When
        ProviderAnswer answer = read(NUMBERED);

        // Then
        assertThat(answer.body().path("data")).hasSize(ProviderPages.MOST);
        assertThat(answer.body().path("next").asInt()).isEqualTo(ProviderPages.MOST);
        assertThat(asked).hasSize(ProviderPages.MOST);
    }

    private List<Integer> records(@Nullable ProviderPages pages) throws Exception {
        return StreamSupport.stream(read(pages).body().path("data").spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private ProviderAnswer read(@Nullable ProviderPages pages) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext();
                QuotaGovernor governor = new QuotaGovernor(Jdbi.create("jdbc:none"))) {
            camel.addComponent(
                    "provider",
                    new ProviderComponent(
                            new GatewayOfOne(OperationDescriptor.read("find-companies"), pages),
                            governor,
                            TokenSource.asConfigured(),
                            new SimpleMeterRegistry()));
            camel.start();
            return new ProviderReads(camel)
                    .read(
                            new Connection(
                                    new ConnectionId("acme"),
                                    new TenantId("acme"),
                                    "1",
                                    null,
                                    List.of("secret"),
                                    "http://127.0.0.1:" + provider.getAddress().getPort(),
                                    null,
                                    "token",
                                    "http://127.0.0.1/webhooks/acme"),
                            CommandPriority.USER,
                            "find-companies",
                            ProviderRequest.get("/companies", Map.of()));
        }
    }
}
