package dev.interline.sdk.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.ConnectionId;
import dev.interline.durable.subscription.Finding;
import dev.interline.durable.subscription.Finding.Kind;
import dev.interline.sdk.subscription.Diagnosis.Memory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final String URL = "https://hooks.example/billing/webhooks/acme-stripe";
    private static final Wanted WANTED = new Wanted(new ConnectionId("acme-stripe"), URL, Set.of("a", "b"));
    private static final Memory NOTHING = new Memory(null, Set.of(), null, Set.of());

    @Test
    void whatIsAsItShallBeHasNoFindingAndNoStep() {
        Diagnosis diagnosis = judge(NOTHING, subscription("we_1", URL));

        assertThat(diagnosis.findings()).isEmpty();
        assertThat(diagnosis.steps()).isEmpty();
    }

    @Test
    void othersSubscriptionsCountAsNone() {
        // When
        Diagnosis diagnosis = judge(
                NOTHING,
                subscription("we_1", "https://other.example/hooks"),
                marked("we_2", URL, "globex-stripe"),
                subscription("we_3", "https://hooks.example/billing/webhooks/test"));

        // Then
        assertThat(kinds(diagnosis)).containsExactly(Kind.MISSING);
        assertThat(diagnosis.steps()).containsExactly(new Step.Create());
    }

    @Test
    void whatWasOursWhenItWasLastSeenIsLedBackFromElsewhere() {
        // Given
        Subscription strayed = subscription("we_1", "https://other.example/hooks");

        // When
        Diagnosis diagnosis = judge(new Memory("we_1", Set.of(), null, Set.of()), strayed);

        // Then
        assertThat(kinds(diagnosis)).containsExactly(Kind.REDIRECTED);
        assertThat(diagnosis.steps()).containsExactly(new Step.Change(strayed, URL, Set.of(), false));
    }

    @Test
    void whatLeadsBelowOurBaseUrlIsOursUnlessAnotherConnectionHasIt() {
        // Given
        String other = "https://hooks.example/billing/webhooks/globex-stripe";
        Memory memory = new Memory(null, Set.of(), "https://hooks.example/billing", Set.of(other));

        // Then
        assertThat(kinds(judge(memory, subscription("we_1", "https://hooks.example/billing/webhooks/old"))))
                .containsExactly(Kind.REDIRECTED);
        assertThat(kinds(judge(memory, subscription("we_1", other)))).containsExactly(Kind.MISSING);
        assertThat(kinds(judge(memory, subscription("we_1", "https://hooks.example/billing-of-others/hooks"))))
                .containsExactly(Kind.MISSING);
    }

    @Test
    void oneChangeMendsAllThatIsWrongWithOneAndNothingElse() {
        // Given
        Subscription broken = new Subscription(
                "we_1", "https://other.example", false, Set.of("a", "x"), "acme-stripe", null, Instant.EPOCH);

        // When
        Diagnosis diagnosis = judge(NOTHING, broken);

        // Then
        assertThat(kinds(diagnosis))
                .containsExactly(Kind.DISABLED, Kind.REDIRECTED, Kind.EVENTS_MISSING, Kind.EVENTS_SURPLUS);
        Step.Change change = new Step.Change(broken, URL, Set.of("b"), true);
        assertThat(diagnosis.steps()).containsExactly(change);
        assertThat(change.eventsAfter()).containsExactly("a", "b", "x");
    }

    @Test
    void surplusEventsAreToldAndLeft() {
        // When
        Diagnosis diagnosis =
                judge(NOTHING, new Subscription("we_1", URL, true, Set.of("a", "b", "c"), null, null, Instant.EPOCH));

        // Then
        assertThat(kinds(diagnosis)).containsExactly(Kind.EVENTS_SURPLUS);
        assertThat(diagnosis.steps()).isEmpty();
    }

    @Test
    void theNewerOfTwoIsDeletedUnlessItIsTheOneWeKnow() {
        // Given
        Subscription older = new Subscription("we_1", URL, true, Set.of("*"), null, null, Instant.EPOCH);
        Subscription newer = new Subscription("we_2", URL, true, Set.of("*"), null, null, Instant.EPOCH.plusSeconds(9));

        // Then
        assertThat(judge(NOTHING, newer, older).steps()).containsExactly(new Step.Delete(newer));
        assertThat(judge(new Memory("we_2", Set.of(), null, Set.of()), newer, older)
                        .steps())
                .containsExactly(new Step.Delete(older));
    }

    @Test
    void whoseSecretWasLostInACrashIsDeletedAndMadeAgain() {
        // Given
        Subscription lost = new Subscription("we_1", URL, true, Set.of("*"), "acme-stripe", "repair-1", Instant.EPOCH);

        // Then
        assertThat(judge(NOTHING, lost).steps()).containsExactly(new Step.Delete(lost), new Step.Create());
        assertThat(judge(new Memory(null, Set.of("repair-1"), null, Set.of()), lost)
                        .steps())
                .isEmpty();
    }

    private static Diagnosis judge(Memory memory, Subscription... present) {
        return Diagnosis.of(WANTED, List.of(present), memory, true);
    }

    private static List<Kind> kinds(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::kind).toList();
    }

    private static Subscription subscription(String id, String url) {
        return marked(id, url, null);
    }

    private static Subscription marked(String id, String url, @Nullable String marker) {
        return new Subscription(id, url, true, Set.of("*"), marker, null, Instant.EPOCH);
    }
}
