package dev.interline.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SourceVersionTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @Test
    void laterBeatsEarlierAndTheEndBeatsAChangeOfTheSameInstant() {
        assertThat(version(NOON.plusSeconds(1), SourceVersion.CREATED, "a"))
                .isGreaterThan(version(NOON, SourceVersion.OBSERVED, "z"));
        assertThat(version(NOON, SourceVersion.ENDED, "a")).isGreaterThan(version(NOON, SourceVersion.CHANGED, "z"));
        assertThat(version(NOON, SourceVersion.CHANGED, "a")).isGreaterThan(version(NOON, SourceVersion.CREATED, "z"));
    }

    @Test
    void twoChangesOfOneInstantAreInDoubtButAreOrderedAlikeEverywhere() {
        // Given
        SourceVersion one = version(NOON, SourceVersion.CHANGED, "evt_1");
        SourceVersion two = version(NOON, SourceVersion.CHANGED, "evt_2");

        // Then
        assertThat(one.isAmbiguousWith(two)).isTrue();
        assertThat(two).isGreaterThan(one);
    }

    @Test
    void whatWasReadBackInTheInstantOfAChangeIsInDoubtToo() {
        assertThat(version(NOON, SourceVersion.OBSERVED, "read")
                        .isAmbiguousWith(version(NOON, SourceVersion.CHANGED, "e")))
                .isTrue();
        assertThat(version(NOON, SourceVersion.OBSERVED, "a")
                        .isAmbiguousWith(version(NOON, SourceVersion.OBSERVED, "b")))
                .isFalse();
        assertThat(version(NOON, SourceVersion.CREATED, "a").isAmbiguousWith(version(NOON, SourceVersion.CHANGED, "b")))
                .isFalse();
        assertThat(version(NOON, SourceVersion.CHANGED, "a").isAmbiguousWith(version(NOON, SourceVersion.CHANGED, "a")))
                .isFalse();
    }

    @Test
    void aCompanyMovesForwardOnlyAndNeverFromAStageOnlyTheCrmKnows() {
        assertThat(LifecycleStage.CUSTOMER.isAheadOf("lead")).isTrue();
        assertThat(LifecycleStage.CUSTOMER.isAheadOf("")).isTrue();
        assertThat(LifecycleStage.CUSTOMER.isAheadOf("customer")).isFalse();
        assertThat(LifecycleStage.CUSTOMER.isAheadOf("evangelist")).isFalse();
        assertThat(LifecycleStage.CUSTOMER.isAheadOf("1234567")).isFalse();
    }

    private static SourceVersion version(Instant at, int rank, String tie) {
        return new SourceVersion(at, rank, tie);
    }
}
