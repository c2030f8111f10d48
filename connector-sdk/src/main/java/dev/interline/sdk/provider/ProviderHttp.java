package dev.interline.sdk.provider;

import dev.interline.sdk.Connection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpEndpoint;

/**
 * The camel-http endpoints of the connections. Nothing is repeated, redirected or remembered behind our back, and no call
 * outlives a third of a lane's lease: camel-http's own limits are minutes.
 */
final class ProviderHttp {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int ANSWER_MILLIS = 9_000;
    private static final String OPTIONS = "?throwExceptionOnFailure=false&followRedirects=false&disableStreamCache=true"
            + "&copyHeaders=false&deleteWithBody=true&connectTimeout=" + CONNECT_MILLIS
            + "&connectionRequestTimeout=" + CONNECT_MILLIS
            + "&responseTimeout=" + ANSWER_MILLIS
            + "&soTimeout=" + ANSWER_MILLIS
            + "&connectionsPerRoute=64&maxTotalConnections=256";

    private final CamelContext context;
    private final Map<String, AsyncProducer> producers = new ConcurrentHashMap<>();

    ProviderHttp(CamelContext context) {
        this.context = context;
    }

    /** Sends the exchange to the connection's API; an exception it met is on the exchange or thrown. */
    void send(Connection connection, Exchange exchange) throws Exception {
        producers.computeIfAbsent(connection.apiBase(), this::start).process(exchange);
    }

    private AsyncProducer start(String apiBase) {
        try {
            HttpEndpoint endpoint = context.getEndpoint(apiBase + OPTIONS, HttpEndpoint.class);
            endpoint.setHttpClientConfigurer(client ->
                    client.disableAutomaticRetries().disableRedirectHandling().disableCookieManagement());
            AsyncProducer producer = endpoint.createAsyncProducer();
            context.addService(producer);
            producer.start();
            return producer;
        } catch (Exception broken) {
            throw new IllegalStateException(
                    "The API base of a connection cannot be called; check interline.connections.*.api-base", broken);
        }
    }
}
