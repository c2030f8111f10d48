package dev.interline.durable.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplayMarkTest {

    private final ReplayMark replay = new ReplayMark("rpl_0a1b", ReplayMode.REPLAY);
    private final ReplayMark forced = new ReplayMark("rpl_2c3d", ReplayMode.FORCE_NEW_EFFECT);
    private final ReplayMark dryRun = new ReplayMark("rpl_4e5f", ReplayMode.DRY_RUN);

    @Test
    void aMarkedIdIsAnotherMessageWithTheSameEffect() {
        String marked = replay.on("evt_1");

        assertThat(marked).isNotEqualTo("evt_1");
        assertThat(ReplayMark.of(marked)).hasValue(replay);
        assertThat(ReplayMark.effect(marked)).isEqualTo("evt_1");
    }

    @Test
    void aForcedEffectIsKnownByAnotherKey() {
        assertThat(ReplayMark.effect(forced.on("evt_1"))).isNotEqualTo("evt_1");
    }

    @Test
    void whatFollowsCarriesTheMarkOnTheIdItWouldHaveHad() {
        assertThat(ReplayMark.following(dryRun.on("evt_1"), "msg_2")).isEqualTo(dryRun.on("msg_2"));
        assertThat(ReplayMark.following("evt_1", "msg_2")).isEqualTo("msg_2");
    }

    @Test
    void aReplayOfAReplayHasOneMark() {
        String twice = forced.on(replay.on("evt_1"));

        assertThat(ReplayMark.original(twice)).isEqualTo("evt_1");
        assertThat(ReplayMark.of(twice)).hasValue(forced);
    }

    @Test
    void idsThatOnlyLookAlikeAreNotMarked() {
        for (String id :
                new String[] {"evt_1", "a!b", "x!r.rpl_", "!r.rpl_0a", "topic/3/7", "x!q.rpl_0a", "x!r.rpl_ZZ"}) {
            assertThat(ReplayMark.of(id)).as(id).isEmpty();
            assertThat(ReplayMark.original(id)).isEqualTo(id);
        }
    }
}
