package dev.interline.testkit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.interline.testkit.network.TcpFaultProxy.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TcpFaultProxyTest {

    private static final byte[] BODY = "done".getBytes(StandardCharsets.UTF_8);

    private final AtomicInteger effects = new AtomicInteger();
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer target;
    private TcpFaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        target = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        target.createContext("/", exchange -> {
            effects.incrementAndGet();
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
            exchange.close();
        });
        target.start();
        proxy = TcpFaultProxy.to("127.0.0.1", target.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        proxy.close();
        target.stop(0);
    }

    @Test
    void withoutAFaultItPassesOn() throws IOException, InterruptedException {
        assertThat(ask()).isEqualTo("done");
        assertThat(ask()).isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20})
    void aResetAnswerIsLostButTheRequestHadItsEffect(int afterBytes) throws IOException, InterruptedException {
        // Given
        proxy.fail(new Fault.Reset(afterBytes), 1);

        // When
        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);

        // Then
        assertThat(effects).hasValue(1);
        assertThat(proxy.outstanding()).isZero();
        assertThat(ask()).isEqualTo("done");
    }

    @Test
    void aHalfClosedAnswerEndsTooEarly() {
        // Given
        proxy.fail(new Fault.HalfClose(15), 1);

        // When
        assertThatThrownBy(this::ask).isInstanceOf(IOException.class);

        // Then
        assertThat(effects).hasValue(1);
    }

    @Test
    void aDelayedAnswerComesLate() throws IOException, InterruptedException {
        // Given
        proxy.fail(new Fault.Delay(Duration.ofMillis(300)), 1);
        long began = System.nanoTime();

        // When
        String answer = ask();

        // Then
        assertThat(answer).isEqualTo("done");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(290));
    }

    @Test
    void aCutNetworkRefusesUntilItIsMended() throws IOException, InterruptedException {
        // Given
        assertThat(ask()).isEqualTo("done");
        proxy.cut();

        // When
        assertThatThrownBy(this::ask).isInstanceOfAny(ConnectException.class, IOException.class);
        proxy.mend();

        // Then
        assertThat(effects).hasValue(1);
        assertThat(ask()).isEqualTo("done");
    }

    private String ask() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + proxy.port() + "/");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(HttpRequest.BodyPublishers.ofByteArray(BODY))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
