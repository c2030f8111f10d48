package dev.interline.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CompilerThreadsTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void theyAreAPartOfWhatThisProcessHasUsed() {
        ProcessHandle self = ProcessHandle.current();
        assertThat(CompilerThreads.cpu(self.pid()))
                .isPositive()
                .isLessThan(self.info().totalCpuDuration().orElseThrow());
    }

    @Test
    void aProcessThatIsNoneHasUsedNothing() {
        assertThat(CompilerThreads.cpu(Long.MAX_VALUE)).isEqualTo(Duration.ZERO);
    }
}
