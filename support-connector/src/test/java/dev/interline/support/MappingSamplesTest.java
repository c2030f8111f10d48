package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.testkit.mapping.MappingCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MappingSamplesTest {

    @Test
    void everyMappingMakesOfItsSamplesWhatTheySay() {
        // When
        MappingCheck.Result result = MappingCheck.below(Path.of("."));

        // Then
        assertThat(result.problems()).isEmpty();
        assertThat(result.mappings()).isEqualTo(SupportConnector.MAPPINGS.all().size());
    }
}
