package dev.interline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.interline.benchmarks.HttpLoad.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLoadTest {

    private final Set<String> bodies = ConcurrentHashMap.newKeySet();
    private int status = 200;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void sendsEachRequestOnceAndAllOfThem() {
        try (HttpLoad load = new HttpLoad(4)) {
            load.send(50, number -> new Request(url(), "body " + number, "t=1,v1=00"));
        }

        assertThat(bodies).hasSizeBetween(50, 53).contains("body 0", "body 49");
    }

    @Test
    void whatIsNotAnswered200IsNoResult() {
        status = 503;
        try (HttpLoad load = new HttpLoad(2)) {
            assertThatThrownBy(() -> load.send(4, number -> new Request(url(), "body", null)))
                    .hasMessageContaining("not answered 200");
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }
}
