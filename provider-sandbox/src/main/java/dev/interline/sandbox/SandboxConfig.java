package dev.interline.sandbox;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who lives in the sandbox: its address, where its state is kept, and the provider accounts with their tokens and webhooks.
 *
 * @param host address to listen on, loopback unless said otherwise
 * @param port TCP port, 0 for any free one
 * @param dataDirectory directory of the state that survives a restart; null keeps everything in memory
 * @param accounts every provider account that exists
 * @param retryScale factor on every webhook retry delay; 1 gives 1 s, 2 s, 4 s … 30 s
 * @param webhookConcurrency first deliveries under way at once per endpoint; 1 keeps the order of creation
 * @param searchLagMillis how long a change stays invisible to the providers' search calls, as their indexes lag
 */
public record SandboxConfig(
        String host,
        int port,
        @Nullable Path dataDirectory,
        List<Account> accounts,
        double retryScale,
        int webhookConcurrency,
        long searchLagMillis) {
    /** The providers this sandbox knows. */
    public static final Set<String> PROVIDERS = Set.of("stripe", "hubspot", "zendesk");

    @JsonCreator
    SandboxConfig(
            @JsonProperty("host") @Nullable String host,
            @JsonProperty("port") @Nullable Integer port,
            @JsonProperty("dataDirectory") @Nullable Path dataDirectory,
            @JsonProperty("accounts") @Nullable List<Account> accounts,
            @JsonProperty("retryScale") @Nullable Double retryScale,
            @JsonProperty("webhookConcurrency") @Nullable Integer webhookConcurrency,
            @JsonProperty("searchLagMillis") @Nullable Long searchLagMillis) {
        this(
                host == null ? "127.0.0.1" : host,
                port == null ? 0 : port,
                dataDirectory,
                accounts == null ? List.of() : List.copyOf(accounts),
                retryScale == null ? 1.0 : retryScale,
                webhookConcurrency == null ? 1 : webhookConcurrency,
                searchLagMillis == null ? 0L : searchLagMillis.longValue());
    }

    public SandboxConfig {
        accounts = List.copyOf(accounts);
        require(port >= 0 && port <= 65535, "port " + port + " is not between 0 and 65535");
        require(retryScale > 0, "retryScale must be above 0");
        require(webhookConcurrency >= 1, "webhookConcurrency must be at least 1");
        require(searchLagMillis >= 0, "searchLagMillis must not be negative");
        Set<String> names = new HashSet<>();
        for (Account account : accounts) {
            String name = account.provider() + " account " + account.account();
            require(names.add(name), name + " is listed twice");
        }
    }

    /** A sandbox in memory on a free port, for tests. */
    public static SandboxConfig inMemory(Account... accounts) {
        return new SandboxConfig("127.0.0.1", 0, null, List.of(accounts), 1.0, 1, 0L);
    }

    /** The same sandbox with its state kept in the directory. */
    public SandboxConfig withDataDirectory(Path directory) {
        return new SandboxConfig(host, port, directory, accounts, retryScale, webhookConcurrency, searchLagMillis);
    }

    /** The same sandbox with every webhook retry delay multiplied. */
    public SandboxConfig withRetryScale(double scale) {
        return new SandboxConfig(host, port, dataDirectory, accounts, scale, webhookConcurrency, searchLagMillis);
    }

    /** The same sandbox whose search calls and lists lag so many milliseconds behind, as the providers' indexes do. */
    public SandboxConfig withSearchLag(long millis) {
        return new SandboxConfig(host, port, dataDirectory, accounts, retryScale, webhookConcurrency, millis);
    }

    /** Reads the JSON form; throws {@link InvalidConfig} with one sentence for a missing or invalid file. */
    public static SandboxConfig read(Path file) {
        JsonMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build();
        try {
            return mapper.readValue(Files.readString(file), SandboxConfig.class);
        } catch (NoSuchFileException missing) {
            throw new InvalidConfig("config file " + file + " does not exist", missing);
        } catch (JsonMappingException mistake) {
            String where = mistake.getPath().stream()
                    .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                    .collect(Collectors.joining("."));
            Throwable cause = mistake.getCause();
            String what = cause instanceof InvalidConfig ? cause.getMessage() : firstLine(mistake.getOriginalMessage());
            throw new InvalidConfig(
                    "config file " + file + (where.isEmpty() ? "" : " at " + where) + ": " + what, mistake);
        } catch (JsonProcessingException mistake) {
            throw new InvalidConfig("config file " + file + " is not JSON: " + place(mistake), mistake);
        } catch (IOException unreadable) {
            throw new InvalidConfig("config file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String place(JacksonException mistake) {
        return mistake.getLocation() == null
                ? "no place known"
                : "line " + mistake.getLocation().getLineNr() + ", column "
                        + mistake.getLocation().getColumnNr();
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "not readable" : text.lines().findFirst().orElse("not readable");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new InvalidConfig(sentence);
        }
    }

    /**
     * One customer's account at one provider.
     *
     * @param provider {@code stripe}, {@code hubspot} or {@code zendesk}
     * @param account Stripe account id, HubSpot portal id or Zendesk subdomain
     * @param apiTokens every token that opens this account
     * @param webhooks endpoints that are told of changes
     * @param apiVersion Stripe only: the account's default API version
     * @param rateLimit calls allowed in an interval; null lets tests run unthrottled
     */
    public record Account(
            String provider,
            String account,
            List<String> apiTokens,
            List<Webhook> webhooks,
            @Nullable String apiVersion,
            @Nullable RateLimit rateLimit) {
        public Account {
            require(
                    provider != null && PROVIDERS.contains(provider),
                    "provider must be one of stripe, hubspot, zendesk");
            require(account != null && !account.isBlank(), provider + " account has no name");
            require(
                    !"hubspot".equals(provider) || account.matches("[1-9][0-9]{0,17}"),
                    "hubspot account must be a portal number");
            apiTokens = apiTokens == null ? List.of() : List.copyOf(apiTokens);
            webhooks = webhooks == null ? List.of() : List.copyOf(webhooks);
            require(!apiTokens.isEmpty(), provider + " account " + account + " has no apiTokens");
        }

        public static Account of(String provider, String account, String token, Webhook... webhooks) {
            return new Account(provider, account, List.of(token), List.of(webhooks), null, null);
        }

        /** The same account with a limit on its calls. */
        public Account withRateLimit(int max, long intervalMillis) {
            return new Account(provider, account, apiTokens, webhooks, apiVersion, new RateLimit(max, intervalMillis));
        }

        @Override
        public String toString() {
            return provider + "/" + account;
        }
    }

    /**
     * An endpoint that is told of changes.
     *
     * @param url target of the POST
     * @param secret signing secret, used as the provider uses it
     * @param apiVersion Stripe only: shape of the events; null for the account's version
     * @param appId HubSpot only: the app whose events these are
     * @param events types wanted; {@code *} for all
     */
    public record Webhook(
            String url,
            String secret,
            @Nullable String apiVersion,
            @Nullable Long appId,
            List<String> events) {
        public Webhook {
            require(url != null && isHttp(url), "webhook url must be an http(s) URL");
            require(secret != null && !secret.isBlank(), "webhook has no secret");
            events = events == null ? List.of("*") : List.copyOf(events);
        }

        public static Webhook all(String url, String secret) {
            return new Webhook(url, secret, null, null, List.of("*"));
        }

        /** Whether the endpoint asked for events of this type. */
        public boolean wants(String type) {
            return events.contains("*") || events.contains(type);
        }

        @Override
        public String toString() {
            return "webhook to " + url;
        }

        private static boolean isHttp(String url) {
            try {
                URI uri = URI.create(url);
                return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
            } catch (IllegalArgumentException malformed) {
                return false;
            }
        }
    }

    /**
     * Calls allowed in a rolling interval.
     *
     * @param max calls per interval
     * @param intervalMillis length of the interval in milliseconds
     */
    public record RateLimit(int max, long intervalMillis) {
        public RateLimit {
            require(max > 0 && intervalMillis > 0, "rateLimit needs max and intervalMillis above 0");
        }
    }
}
