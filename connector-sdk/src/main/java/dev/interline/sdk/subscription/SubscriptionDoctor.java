package dev.interline.sdk.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.FailPoint;
import dev.interline.durable.audit.AuditLog;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lease.Leases;
import dev.interline.durable.subscription.Finding;
import dev.interline.durable.subscription.Finding.Kind;
import dev.interline.durable.subscription.Repair;
import dev.interline.durable.subscription.SubscriptionStatus;
import dev.interline.durable.subscription.Subscriptions;
import dev.interline.runtime.InterlineConfig;
import dev.interline.sdk.Connection;
import dev.interline.sdk.Connections;
import dev.interline.sdk.provider.ProviderUpkeep;
import dev.interline.sdk.subscription.WebhookSubscriptions.Made;
import dev.interline.sdk.subscription.WebhookSubscriptions.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a connection's subscription and mends it. Each look begins from what the provider shows, so a repair whose answer
 * was lost is not repeated but seen; each change is written down before it is made, and its end is one transaction with the
 * new secret and the audit log.
 */
@ApplicationScoped
public class SubscriptionDoctor {

    /** Longer than a step with all its calls and waits; each step begins it anew. */
    static final Duration LEASE = Duration.ofMinutes(3);

    /** One that is made disabled, until its secret is kept, is enabled in the second round. */
    private static final int ROUNDS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionDoctor.class);

    private final Jdbi jdbi;
    private final Leases leases;
    private final AuditLog audit;
    private final Connections connections;
    private final InterlineConfig config;
    private final WebhookSubscriptions provider;
    private final ProviderUpkeep upkeep;
    private final SigningSecretIntake secrets;

    SubscriptionDoctor(
            Jdbi jdbi,
            Leases leases,
            AuditLog audit,
            Connections connections,
            InterlineConfig config,
            WebhookSubscriptions provider,
            ProviderUpkeep upkeep,
            SigningSecretIntake secrets) {
        this.jdbi = jdbi;
        this.leases = leases;
        this.audit = audit;
        this.connections = connections;
        this.config = config;
        this.provider = provider;
        this.upkeep = upkeep;
        this.secrets = secrets;
    }

    /** The lease under which a connection is looked after. */
    static String lease(ConnectionId connection) {
        return "subscription/" + connection.value();
    }

    /**
     * Looks, and mends if that is wanted; whoever calls holds the connection's lease.
     *
     * @param actor who has asked for it, or {@code interline}
     * @return what is wrong now
     * @throws FailureException if the provider does not do what it is asked; what was done before that stays done
     */
    public List<Finding> check(Connection connection, boolean repair, String actor, @Nullable Duration next) {
        Wanted wanted = wanted(connection);
        ProviderUpkeep.Session session = upkeep.of(connection);
        Diagnosis diagnosis = diagnose(wanted, session);
        for (int round = 0; repair && !diagnosis.steps().isEmpty() && round < ROUNDS; round++) {
            for (Step step : diagnosis.steps()) {
                carryOut(wanted, step, actor, session);
            }
            diagnosis = diagnose(wanted, session);
        }
        Diagnosis last = diagnosis;
        jdbi.useTransaction(handle -> Subscriptions.checked(
                handle,
                wanted.connection(),
                last.kept() == null ? null : last.kept().id(),
                last.findings(),
                next));
        if (!last.findings().isEmpty()) {
            LOG.warn(
                    "webhook subscription of {}: {}",
                    wanted.connection(),
                    last.findings().stream().map(Finding::kind).toList());
        }
        return last.findings();
    }

    private Wanted wanted(Connection connection) {
        Set<String> events = Optional.ofNullable(
                        config.connections().get(connection.id().value()))
                .flatMap(InterlineConfig.Connection::webhookEvents)
                .<Set<String>>map(LinkedHashSet::new)
                .orElseGet(() -> provider.events(connection));
        return new Wanted(connection.id(), connection.webhookUrl(), events);
    }

    private Diagnosis diagnose(Wanted wanted, ProviderUpkeep.Session session) {
        List<Subscription> present = provider.list(wanted, session);
        Diagnosis diagnosis = Diagnosis.of(wanted, present, memory(wanted), provider.secrets() == Secrets.TOLD_ONCE);
        Subscription kept = diagnosis.kept();
        if (kept == null || provider.secrets() != Secrets.READABLE) {
            return diagnosis;
        }
        Optional<String> strange = provider.secret(kept, session)
                .filter(secret -> !jdbi.withHandle(handle -> secrets.isLive(handle, wanted.connection(), secret)));
        return strange.map(secret -> withStrangeSecret(diagnosis, kept, secret)).orElse(diagnosis);
    }

    /** The secret first: what the provider sends once it is mended is signed with it. */
    private static Diagnosis withStrangeSecret(Diagnosis diagnosis, Subscription kept, String secret) {
        List<Finding> findings = new ArrayList<>(diagnosis.findings());
        findings.add(new Finding(
                Kind.UNVERIFIABLE,
                "the provider signs " + kept.id() + " with a secret that the connection does not have"));
        List<Step> steps = new ArrayList<>(diagnosis.steps());
        steps.addFirst(new Step.AdoptSecret(kept, secret));
        return new Diagnosis(kept, findings, steps);
    }

    private Diagnosis.Memory memory(Wanted wanted) {
        Set<String> others = connections.all().stream()
                .filter(other -> !other.id().equals(wanted.connection()))
                .map(Connection::webhookUrl)
                .filter(url -> !url.equals(wanted.url()))
                .collect(Collectors.toSet());
        return jdbi.inTransaction(handle -> new Diagnosis.Memory(
                Subscriptions.find(handle, wanted.connection())
                        .map(SubscriptionStatus::providerId)
                        .orElse(null),
                Subscriptions.creations(handle, wanted.connection()),
                config.subscriptions().baseUrl().orElse(null),
                others));
    }

    private void carryOut(Wanted wanted, Step step, String actor, ProviderUpkeep.Session session) {
        String subscription = subscription(step);
        if (step instanceof Step.Create && provider.secrets() != Secrets.OF_THE_APP
                || step instanceof Step.AdoptSecret) {
            secrets.requireReady();
        }
        Repair repair = jdbi.inTransaction(handle -> {
            if (leases.acquire(handle, List.of(lease(wanted.connection())), LEASE)
                    .isEmpty()) {
                throw new FailureException(Failure.of(
                        FailureKind.CONFLICT, "MESSAGING-4002", "another process looks after this subscription now"));
            }
            return Subscriptions.begin(
                    handle, wanted.connection(), kind(step), subscription, described(step, wanted), actor);
        });
        Made made = call(wanted, step, repair, session);
        FailPoint.REPAIR_AFTER_CALL.hit();
        jdbi.useTransaction(handle -> {
            String fingerprint =
                    made.secret() == null ? null : secrets.accept(handle, wanted.connection(), made.secret(), actor);
            Subscriptions.end(handle, repair, Repair.State.DONE, made.id());
            write(handle, repair, made.id(), fingerprint, actor);
        });
        if (made.secret() != null) {
            secrets.use();
        }
    }

    /** A refusal ends the repair; without an answer nobody knows, and the next look will tell. */
    private Made call(Wanted wanted, Step step, Repair repair, ProviderUpkeep.Session session) {
        try {
            switch (step) {
                case Step.Create create -> {
                    return made(provider.create(wanted, repair.id().toString(), session), session, wanted);
                }
                case Step.Change change -> provider.change(change, session);
                case Step.Delete delete -> provider.delete(delete.present(), session);
                case Step.AdoptSecret adopt -> {
                    return new Made(adopt.present().id(), adopt.secret());
                }
            }
            return new Made(Objects.requireNonNull(subscription(step)), null);
        } catch (FailureException failed) {
            if (failed.failure().kind() == FailureKind.REJECTED) {
                jdbi.useTransaction(handle -> Subscriptions.end(handle, repair, Repair.State.FAILED, null));
            }
            throw failed;
        }
    }

    /** With the secret, where that is a call of its own. */
    private Made made(Made made, ProviderUpkeep.Session session, Wanted wanted) {
        if (made.secret() != null || provider.secrets() != Secrets.READABLE) {
            return made;
        }
        return provider.list(wanted, session).stream()
                .filter(one -> one.id().equals(made.id()))
                .findFirst()
                .flatMap(one -> provider.secret(one, session))
                .map(secret -> new Made(made.id(), secret))
                .orElse(made);
    }

    private void write(Handle handle, Repair repair, String subscription, @Nullable String fingerprint, String actor) {
        ObjectNode detail = CanonicalJson.mapper()
                .createObjectNode()
                .put("change", repair.detail())
                .put("step", repair.step().name())
                .put("subscription", subscription);
        if (fingerprint != null) {
            detail.put("fingerprint", fingerprint);
        }
        audit.append(handle, actor, "subscription.repair", repair.connection().value(), detail.toString());
        LOG.info("webhook subscription of {}: {}", repair.connection(), repair.detail());
    }

    private static Repair.Step kind(Step step) {
        return switch (step) {
            case Step.Create create -> Repair.Step.CREATE;
            case Step.Change change -> Repair.Step.CHANGE;
            case Step.Delete delete -> Repair.Step.DELETE;
            case Step.AdoptSecret adopt -> Repair.Step.ADOPT_SECRET;
        };
    }

    private static @Nullable String subscription(Step step) {
        return switch (step) {
            case Step.Create create -> null;
            case Step.Change change -> change.present().id();
            case Step.Delete delete -> delete.present().id();
            case Step.AdoptSecret adopt -> adopt.present().id();
        };
    }

    private static String described(Step step, Wanted wanted) {
        return switch (step) {
            case Step.Create create -> "make one for " + wanted.events().size() + " kinds of events";
            case Step.Change change -> {
                List<String> what = new ArrayList<>();
                if (change.enable()) {
                    what.add("enable");
                }
                if (change.url() != null) {
                    what.add("lead to " + change.url());
                }
                if (!change.add().isEmpty()) {
                    what.add("add " + change.add().size() + " kinds of events");
                }
                yield String.join(", ", what);
            }
            case Step.Delete delete -> "delete";
            case Step.AdoptSecret adopt -> "accept its secret";
        };
    }
}
