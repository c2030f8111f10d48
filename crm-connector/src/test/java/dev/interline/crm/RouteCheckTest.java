package dev.interline.crm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.message.MessageType;
import dev.interline.testkit.route.RouteCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RouteCheckTest {

    @Test
    void theRoutesKeepTheRules() {
        assertThat(RouteCheck.below(Path.of("src/main/resources/camel"))).isEmpty();
    }

    @Test
    void everyCommandToTheCrmHasARoute() throws IOException {
        // Given
        String routes = Files.readString(Path.of("src/main/resources/camel/crm-commands.camel.yaml"));

        // Then
        assertThat(MessageType.all())
                .extracting(MessageType::name)
                .filteredOn(name -> name.startsWith("crm."))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(routes).contains("== '" + name + "'"));
    }
}
