package dev.interline.support;

import dev.interline.durable.failure.Failure;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Zendesk's API as this connector uses it. */
@ApplicationScoped
public class ZendeskGateway implements ProviderGateway {

    /** Zendesk remembers a key for two hours; we rely on it for less. */
    private static final Duration KEY_WINDOW = Duration.ofMinutes(110);

    @Override
    public String codePrefix() {
        return ZendeskFailures.PREFIX;
    }

    @Override
    public List<OperationDescriptor> operations() {
        return List.of(
                OperationDescriptor.upsert("upsert-organization"),
                OperationDescriptor.upsert("create-organization-field"),
                OperationDescriptor.read("find-organization"),
                OperationDescriptor.read("find-ticket"),
                OperationDescriptor.nativeKey("create-ticket", "Idempotency-Key", KEY_WINDOW, "find-ticket"),
                OperationDescriptor.upsert("solve-ticket"),
                OperationDescriptor.read("read-ticket"));
    }

    @Override
    public Map<String, String> headers(Connection connection) {
        String user = connection.apiUser();
        String credentials = user == null
                ? "Bearer " + connection.apiToken()
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + "/token:" + connection.apiToken()).getBytes(StandardCharsets.UTF_8));
        return Map.of("Authorization", credentials);
    }

    @Override
    public Optional<Failure> failure(OperationDescriptor operation, ProviderAnswer answer) {
        return ZendeskFailures.of(operation, answer);
    }
}
