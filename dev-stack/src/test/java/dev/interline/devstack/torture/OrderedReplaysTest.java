package dev.interline.devstack.torture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.devstack.torture.Violation.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderedReplaysTest {

    @Test
    void aReplayThatIsDoneHasTakenEachRowOnceAndNoFasterThanAllowed() {
        assertThat(OrderedReplays.judge(replay("DONE", 100, 100, "2026-11-01T10:00:10Z")))
                .isEmpty();
    }

    @Test
    void oneThatIsDoneAndHasNotTakenAllHasLostSome() {
        assertThat(OrderedReplays.judge(replay("DONE", 100, 99, "2026-11-01T10:00:10Z")))
                .extracting(Violation::kind)
                .containsExactly(Kind.LOST);
    }

    @Test
    void whatWasReceivedBeforeAndCommittedAfterItWasOrderedMayBeTakenToo() {
        assertThat(OrderedReplays.judge(replay("DONE", 100, 101, "2026-11-01T10:00:10Z")))
                .isEmpty();
    }

    @Test
    void oneThatWasCancelledMayHaveTakenLess() {
        assertThat(OrderedReplays.judge(replay("CANCELLED", 100, 7, "2026-11-01T10:00:01Z")))
                .isEmpty();
    }

    @Test
    void oneThatIsStillHaltedIsLeftOver() {
        assertThat(OrderedReplays.judge(replay("PAUSED", 100, 7, "2026-11-01T10:00:01Z")))
                .extracting(Violation::kind)
                .containsExactly(Kind.LEFT_OVER);
    }

    @Test
    void oneThatWasFasterThanItsRateIsWrong() {
        assertThat(OrderedReplays.judge(replay("DONE", 100, 100, "2026-11-01T10:00:02Z")))
                .extracting(Violation::kind)
                .containsExactly(Kind.WRONG_STATE);
    }

    private static JsonNode replay(String state, long total, long taken, String finishedAt) {
        return Http.JSON.valueToTree(Map.of(
                "id",
                "rpl_1",
                "state",
                state,
                "total",
                total,
                "taken",
                taken,
                "ratePerSecond",
                10,
                "createdAt",
                "2026-11-01T10:00:00Z",
                "finishedAt",
                finishedAt));
    }
}
