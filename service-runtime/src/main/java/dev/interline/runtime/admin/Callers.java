package dev.interline.runtime.admin;

import dev.interline.durable.Ids;
import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The API keys of this service, known by their hashes only. */
@ApplicationScoped
public class Callers {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String BEARER = "bearer ";

    private final List<Known> known = new ArrayList<>();

    private record Known(byte[] hash, Caller caller) {}

    Callers(InterlineConfig config) {
        config.apiKeys().forEach((name, key) -> {
            if (!SHA256.matcher(key.sha256()).matches()) {
                throw new IllegalArgumentException("interline.api-keys." + name
                        + ".sha256 must be 64 lower-case hex digits: the SHA-256 of the key, never the key itself");
            }
            Scope widest = key.scopes().stream()
                    .map(Scope::named)
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new IllegalArgumentException("interline.api-keys." + name + " has no scopes"));
            known.add(new Known(
                    key.sha256().getBytes(StandardCharsets.US_ASCII),
                    new Caller(name, key.tenant().orElse(null), widest)));
        });
    }

    /**
     * Whose key it is. Every known key is compared, so that the time tells nothing.
     *
     * @param authorization the header {@code Authorization: Bearer <key>}
     */
    public Optional<Caller> of(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.empty();
        }
        byte[] given =
                Ids.sha256(authorization.substring(BEARER.length()).strip()).getBytes(StandardCharsets.US_ASCII);
        Optional<Caller> found = Optional.empty();
        for (Known key : known) {
            if (MessageDigest.isEqual(key.hash(), given)) {
                found = Optional.of(key.caller());
            }
        }
        return found;
    }
}
