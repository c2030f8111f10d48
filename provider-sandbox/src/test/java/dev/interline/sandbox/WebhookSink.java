package dev.interline.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An endpoint that keeps every webhook it gets and answers as it was told to. */
public final class WebhookSink implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    /** One webhook request, byte for byte. */
    public record Received(String body, HttpExchange exchange) {
        public JsonNode json() {
            return Caller.json(body);
        }

        public String header(String name) {
            String value = exchange.getRequestHeaders().getFirst(name);
            return value == null ? "" : value;
        }
    }

    private record Answer(int status, String retryAfter) {}

    public WebhookSink() {
        this(0);
    }

    public WebhookSink(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + port() + "/hook?from=sandbox";
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The next request gets this status instead of 200. */
    public synchronized WebhookSink answerNext(int status) {
        return answerNext(status, "");
    }

    public synchronized WebhookSink answerNext(int status, String retryAfter) {
        answers.add(new Answer(status, retryAfter));
        return this;
    }

    public synchronized List<Received> received() {
        return List.copyOf(received);
    }

    /** Bodies in the order they came. */
    public List<JsonNode> bodies() {
        return received().stream().map(Received::json).toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Answer answer;
        synchronized (this) {
            received.add(new Received(body, exchange));
            Answer told = answers.poll();
            answer = told == null ? new Answer(200, "") : told;
        }
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", answer.retryAfter());
        }
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
