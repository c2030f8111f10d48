package dev.interline.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {

    @Test
    void oneOutlierDoesNotMoveTheMedianAndShowsInTheSpread() {
        Samples samples = new Samples();
        samples.add(100);
        samples.add(10);
        samples.add(110);

        assertThat(samples.median()).isEqualTo(100);
        assertThat(samples.spread()).isEqualTo(1);
    }
}
