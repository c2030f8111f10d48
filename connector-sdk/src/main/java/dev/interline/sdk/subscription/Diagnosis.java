package dev.interline.sdk.subscription;

import dev.interline.durable.subscription.Finding;
import dev.interline.durable.subscription.Finding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a connection's subscription, and what mends it. A pure function of what shall be, what is, and what we
 * remember; it never has a step for a subscription that is not recognisably ours.
 *
 * @param kept the one that is ours and stays; absent if there is none
 * @param findings what is wrong
 * @param steps what mends it, in this order
 */
public record Diagnosis(@Nullable Subscription kept, List<Finding> findings, List<Step> steps) {

    private static final int EVENTS_NAMED = 10;

    public Diagnosis {
        findings = List.copyOf(findings);
        steps = List.copyOf(steps);
    }

    /**
     * What we remember.
     *
     * @param providerId the subscription that was ours when it was last seen
     * @param creations the repairs that have made one and have ended with its secret in our hands
     * @param baseUrl what our webhook URLs begin with, if that is configured
     * @param othersUrls the webhook URLs of our other connections
     */
    public record Memory(
            @Nullable String providerId,
            Set<String> creations,
            @Nullable String baseUrl,
            Set<String> othersUrls) {

        public Memory {
            creations = Set.copyOf(creations);
            othersUrls = Set.copyOf(othersUrls);
        }
    }

    /**
     * Judges.
     *
     * @param secretsToldOnce whether the provider tells a subscription's secret only when it is made
     */
    public static Diagnosis of(Wanted wanted, List<Subscription> present, Memory memory, boolean secretsToldOnce) {
        List<Finding> findings = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<Subscription> ours = new ArrayList<>();
        for (Subscription one : present) {
            if (isOurs(wanted, one, memory)) {
                if (secretsToldOnce
                        && one.creation() != null
                        && !memory.creations().contains(one.creation())) {
                    findings.add(new Finding(
                            Kind.UNVERIFIABLE,
                            one.id() + " was made by us, but its secret was lost on the way; it has to be made again"));
                    steps.add(new Step.Delete(one));
                } else {
                    ours.add(one);
                }
            }
        }
        if (ours.isEmpty()) {
            findings.add(new Finding(Kind.MISSING, "the provider has no subscription that leads to " + wanted.url()));
            steps.add(new Step.Create());
            return new Diagnosis(null, findings, steps);
        }
        Subscription kept = ours.stream().min(preference(wanted, memory)).orElseThrow();
        judge(wanted, kept, findings, steps);
        for (Subscription other : ours) {
            if (!other.id().equals(kept.id())) {
                findings.add(new Finding(Kind.DUPLICATE, other.id() + " does the same as " + kept.id()));
                steps.add(new Step.Delete(other));
            }
        }
        return new Diagnosis(kept, findings, steps);
    }

    private static void judge(Wanted wanted, Subscription kept, List<Finding> findings, List<Step> steps) {
        boolean redirected = !kept.url().equals(wanted.url());
        Set<String> lacking = kept.lacks(wanted);
        if (!kept.enabled()) {
            findings.add(new Finding(Kind.DISABLED, kept.id() + " is not used by the provider"));
        }
        if (redirected) {
            findings.add(new Finding(Kind.REDIRECTED, kept.id() + " does not lead to " + wanted.url()));
        }
        if (!lacking.isEmpty()) {
            findings.add(new Finding(Kind.EVENTS_MISSING, kept.id() + " leaves out " + named(lacking)));
        }
        Set<String> surplus = kept.exceeds(wanted);
        if (!surplus.isEmpty()) {
            findings.add(new Finding(Kind.EVENTS_SURPLUS, kept.id() + " has besides " + named(surplus)));
        }
        if (!kept.enabled() || redirected || !lacking.isEmpty()) {
            steps.add(new Step.Change(kept, redirected ? wanted.url() : null, lacking, !kept.enabled()));
        }
    }

    /** The one we know, then one that leads to us, then the oldest: the newer duplicate goes. */
    private static Comparator<Subscription> preference(Wanted wanted, Memory memory) {
        return Comparator.comparing((Subscription one) -> !one.id().equals(memory.providerId()))
                .thenComparing(one -> !one.url().equals(wanted.url()))
                .thenComparing(Subscription::createdAt)
                .thenComparing(Subscription::id);
    }

    private static boolean isOurs(Wanted wanted, Subscription one, Memory memory) {
        if (one.marker() != null) {
            return one.marker().equals(wanted.connection().value());
        }
        if (memory.othersUrls().contains(one.url())) {
            return false;
        }
        String base = memory.baseUrl();
        return one.url().equals(wanted.url())
                || one.id().equals(memory.providerId())
                || base != null && one.url().startsWith(base.endsWith("/") ? base : base + "/");
    }

    private static String named(Set<String> events) {
        String first = String.join(", ", events.stream().limit(EVENTS_NAMED).toList());
        return events.size() > EVENTS_NAMED ? first + " and " + (events.size() - EVENTS_NAMED) + " more" : first;
    }
}
