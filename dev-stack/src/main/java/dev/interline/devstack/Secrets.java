package dev.interline.devstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The random secrets of this stack. Each is made when it is first asked for and kept for later starts, because the
 * database and the sandbox remember theirs.
 */
final class Secrets {
    private static final int BYTES = 24;

    private final Path file;
    private final Map<String, String> byName = new TreeMap<>();
    private final SecureRandom random = new SecureRandom();

    private Secrets(Path file) {
        this.file = file;
    }

    /** Reads the secrets of an earlier start; a missing file has none. */
    static Secrets keptIn(Path file) {
        var secrets = new Secrets(file);
        JsonNode kept = Json.read(file).orElseGet(Json.MAPPER::createObjectNode);
        kept.properties()
                .forEach(entry ->
                        secrets.byName.put(entry.getKey(), entry.getValue().asText()));
        return secrets;
    }

    String databasePassword(String role) {
        return kept("postgres." + role, this::hex);
    }

    /** A key for the services' own API. */
    String apiKey(String name) {
        return kept("api-key." + name, () -> "itl_" + hex());
    }

    /** What a service seals credentials in its database with. */
    String credentialKey(String database) {
        return kept("credential-key." + database, () -> {
            var key = new byte[32];
            random.nextBytes(key);
            return Base64.getEncoder().encodeToString(key);
        });
    }

    /** A webhook secret in the shape the provider gives them. */
    String signingSecret(String provider, String owner) {
        return kept("signing." + owner, () -> switch (provider) {
            case "stripe" -> "whsec_" + hex();
            case "hubspot" -> uuidLike();
            default -> base64();
        });
    }

    /** An API token in the shape the provider gives them. */
    String apiToken(String provider, String owner) {
        return kept("token." + owner, () -> switch (provider) {
            case "stripe" -> "sk_test_" + hex();
            case "hubspot" -> "pat-na1-" + uuidLike();
            default -> hex();
        });
    }

    private String kept(String name, Supplier<String> made) {
        return byName.computeIfAbsent(name, unknown -> made.get());
    }

    /** Writes all secrets made so far, for nobody but the owner. */
    void save() {
        PrivateFile.write(file, Json.pretty(byName));
    }

    static String sha256(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private byte[] bytes() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private String hex() {
        return HexFormat.of().formatHex(bytes());
    }

    private String base64() {
        return Base64.getEncoder().encodeToString(bytes());
    }

    private String uuidLike() {
        String hex = hex();
        return String.join(
                "-",
                hex.substring(0, 8),
                hex.substring(8, 12),
                hex.substring(12, 16),
                hex.substring(16, 20),
                hex.substring(20, 32));
    }

    @Override
    public String toString() {
        return "Secrets[" + byName.keySet() + "]";
    }
}
