package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.testkit.route.RouteCheck;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RouteCheckTest {

    @Test
    void theRoutesKeepTheRules() {
        assertThat(RouteCheck.below(Path.of("src/main/resources/camel"))).isEmpty();
    }
}
