package dev.interline.runtime;

import dev.interline.durable.lane.LanePolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every service is configured by; keys start with {@code interline.}. */
@ConfigMapping(prefix = "interline")
public interface InterlineConfig {

    /** {@code production} or {@code sandbox}; a sandbox accepts providers' test secrets and plain HTTP. */
    @WithDefault("production")
    String environment();

    /**
     * The name of this process among its replicas, in lease rows; on Kubernetes the pod's name. A restarted process of
     * the same name takes its leases back at once.
     */
    @WithDefault("${HOSTNAME:local}")
    String instance();

    /**
     * Where the process halts on purpose, {@code name} or {@code name:n}; named here so that the strict mapping lets the
     * system property through, which is read by {@link dev.interline.durable.FailPoint}.
     */
    Optional<String> failpoint();

    /**
     * How the clock of this process is made wrong on purpose; named here as the fail point is, read by {@link
     * dev.interline.durable.ProcessClock}.
     */
    Optional<String> clockFault();

    /** How commands are dispatched to providers. */
    Dispatcher dispatcher();

    /** When a provider that does not answer is left alone. */
    Breaker breaker();

    /**
     * What is different for a kind of command; the map's key is the command's type, in quotes as it has dots:
     * {@code interline.commands."crm.upsert-account.v1".give-up-after=24h}.
     */
    Map<String, CommandSettings> commands();

    /** How topics are consumed. */
    Events events();

    /** How providers are read on our own account. */
    Sync sync();

    /** How webhook subscriptions at providers are looked after. */
    Subscriptions subscriptions();

    /**
     * The facts that others than their owner may change too; the map's key is the fact, the value which systems:
     * {@code interline.shared-fields.name=crm}.
     */
    Map<String, List<String>> sharedFields();

    /** When a shared fact goes back and forth between two systems. */
    OscillationLimit oscillation();

    /** How long finished rows are kept. */
    Retention retention();

    /** What opens the personal data in commands. */
    PersonalData personalData();

    /** What credentials in the database are sealed with. */
    Credentials credentials();

    /** The keys that may call the APIs; the map's key is a name for logs. */
    Map<String, ApiKey> apiKeys();

    /** The tenants' accounts at this service's provider; the map's key is the connection id. */
    Map<String, Connection> connections();

    /** How commands are dispatched to providers. */
    interface Dispatcher {
        /** How many commands run at once. */
        @WithDefault("48")
        int workers();

        /** The longest wait after a first failure. */
        @WithDefault("1s")
        Duration retryFirst();

        /** The longest wait ever. */
        @WithDefault("1h")
        Duration retryCap();

        /** How long after its first attempt a command is given up. */
        @WithDefault("72h")
        Duration giveUpAfter();
    }

    /** When a provider that does not answer is left alone. */
    interface Breaker {
        /** How many commands of a connection in a row without an answer open it. */
        @WithDefault("10")
        int failures();

        /** Of how many entities at least; one that fails alone never opens it. */
        @WithDefault("3")
        int entities();

        /** How long it is open at first; doubles with each attempt to close it that fails. */
        @WithDefault("5s")
        Duration openFirst();

        /** How long it is open at most. */
        @WithDefault("60s")
        Duration openLongest();

        /** After how long without a failure the count begins anew. */
        @WithDefault("10m")
        Duration forgetAfter();
    }

    /** When a shared fact goes back and forth between two systems. */
    interface OscillationLimit {
        /** How many changes between two values, by two systems with two each at least, are too many; at least 4. */
        @WithDefault("6")
        int changes();

        /** Within which time; at most a day. */
        @WithDefault("10m")
        Duration window();
    }

    /** How one kind of command is carried out; what is absent is as in {@link Dispatcher}. */
    interface CommandSettings {
        /** The longest wait after a first failure. */
        Optional<Duration> retryFirst();

        /** The longest wait ever. */
        Optional<Duration> retryCap();

        /** How long after its first attempt it is given up. */
        Optional<Duration> giveUpAfter();

        /** What a given-up one does to the commands behind it. */
        Optional<LanePolicy> lanePolicy();
    }

    /** How topics are consumed. */
    interface Events {
        /** Consumer threads per topic; more than partitions over replicas idle. */
        @WithDefault("1")
        int consumers();

        /** How many messages that have come already are handled in one transaction at most. */
        @WithDefault("50")
        int together();
    }

    /** How providers are read on our own account. */
    interface Sync {
        /** Whether anything is read so. */
        @WithDefault("false")
        boolean enabled();

        /** How long a standing sync rests between two passes, and before its first. */
        @WithDefault("5m")
        Duration every();

        /** How much of the time before it each pass reads again; a source may need more. */
        @WithDefault("5m")
        Duration overlap();

        /** How often all records are compared, to find those that were deleted. */
        @WithDefault("24h")
        Duration compareEvery();

        /** How many pages are read at once in this process. */
        @WithDefault("2")
        int workers();

        /** How many records may be missing in a comparison before a person must confirm that they were deleted. */
        @WithDefault("100")
        long deletionsMost();

        /** The same in percent of the records that were known. */
        @WithDefault("10")
        int deletionsMostPercent();
    }

    /** How webhook subscriptions at providers are looked after. */
    interface Subscriptions {
        /** What is done unasked. */
        @WithDefault("off")
        SubscriptionMode mode();

        /** How long a subscription rests between two checks. */
        @WithDefault("15m")
        Duration every();

        /**
         * What the webhook URLs of this service begin with. A subscription that leads to another place below it is ours, too;
         * absent, those that lead to a connection's own webhook URL are, and those that bear our mark.
         */
        Optional<String> baseUrl();

        /** The developer key of the app, for providers whose subscriptions belong to an app. */
        Optional<String> appKey();

        /** Whether heartbeats are sent unasked. */
        @WithDefault("false")
        boolean heartbeat();

        /** How long a connection rests between two heartbeats. */
        @WithDefault("10m")
        Duration heartbeatEvery();
    }

    /** How long finished rows are kept, in days ({@code 14d}); whole weeks are dropped when their last row is past it. */
    interface Retention {
        /** Published messages and finished commands. */
        @WithDefault("14d")
        String finished();

        /** Webhooks as they came: how far back events can be replayed. */
        @WithDefault("30d")
        String webhooks();

        /** Webhooks that were not verified. */
        @WithDefault("30d")
        String quarantine();

        /** The ledger of provider calls. */
        @WithDefault("90d")
        String calls();

        /** Dead letters that are settled; those that are not are kept for ever. */
        @WithDefault("90d")
        String deadLetters();

        /** Answers of the system API by Idempotency-Key: how long a request may be sent again. */
        @WithDefault("7d")
        String requests();

        /** Dedupe keys: longer than any provider repeats plus the replay window, and than Kafka keeps records. */
        @WithDefault("60d")
        String inbox();
    }

    /** What opens the personal data in commands. */
    interface PersonalData {
        /** Base64 of 32 bytes each, newest first: the first seals, each opens. */
        Optional<List<String>> keys();
    }

    /** What credentials in the database are sealed with. */
    interface Credentials {
        /** The key that seals new ones; absent if none are kept in the database. */
        Optional<String> primaryKey();

        /** Base64 of 32 random bytes each; the map's key is the key's id. */
        Map<String, String> keys();
    }

    /** A key that may call the APIs. */
    interface ApiKey {
        /** SHA-256 of the key, lower-case hex; the key itself is not configured. */
        String sha256();

        /** The tenant whose data the key may see; absent for all. */
        Optional<String> tenant();

        /** {@code read}, {@code write}, {@code admin}, {@code force}: look; send commands; act; act with a new effect. */
        List<String> scopes();
    }

    /** One tenant's account at this service's provider. */
    interface Connection {
        /** Whose account it is. */
        String tenant();

        /** What the provider calls the account: an account id, a portal id, a subdomain. */
        String account();

        /** The provider's app the account has installed, for providers that sign per app. */
        Optional<String> app();

        /** The live webhook secrets, newest first, until others are set through the admin API. */
        Optional<List<String>> signingSecrets();

        /** What stands before the provider's own paths. */
        String apiBase();

        /** The user an API token belongs to, for providers that want it. */
        Optional<String> apiUser();

        /** The API token, until another one or an OAuth2 grant is set through the admin API. */
        Optional<String> apiToken();

        /** The URL the provider was told to send webhooks to; part of what some providers sign. */
        String webhookUrl();

        /** The provider's names of the events it shall send; absent for all that the connector reads. */
        Optional<List<String>> webhookEvents();

        /**
         * Where webhooks whose body somebody else designs say what they are about, as JSON pointers by name; the connector's
         * README tells the names. Without any, webhooks have the provider's own form.
         */
        Map<String, String> webhookPointers();

        /** Permits of the account's limits where they differ from the provider's usual ones; the map's key names the limit. */
        Map<String, Integer> limits();
    }
}
