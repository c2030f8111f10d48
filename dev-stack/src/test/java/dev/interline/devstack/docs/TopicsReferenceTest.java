package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.message.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsReferenceTest {

    private final String page = ProjectFiles.read("docs/reference/topics.md");

    @Test
    void everyTopicHasARowAndNoOther() {
        assertThat(ProjectFiles.found("(?m)^\\| `([a-z]+\\.[a-z]+\\.v\\d)` \\|", page))
                .containsExactlyInAnyOrderElementsOf(Topics.all());
    }

    @Test
    void everyTypeOfMessageHasARowWithItsTopicAndNoOther() {
        List<String> rows = MessageType.all().stream()
                .map(type -> "| `" + type.name() + "` | `"
                        + (type.topic().isEmpty() ? "<system>.results.v1" : type.topic()) + "` |")
                .toList();
        assertThat(ProjectFiles.found("(?m)^(\\| `[a-z.-]+\\.v\\d` \\| `[a-z<>.]+\\.v\\d` \\|)", page))
                .containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void aClusterIsGivenTheSameTopics() {
        assertThat(ProjectFiles.documents(ProjectFiles.root().resolve("deploy/kafka/topics.yaml")))
                .allSatisfy(topic -> {
                    assertThat(topic.path("kind").asText()).isEqualTo("KafkaTopic");
                    assertThat(topic.path("spec").path("partitions").asInt()).isEqualTo(12);
                })
                .extracting(topic -> topic.path("metadata").path("name").asText())
                .containsExactlyInAnyOrderElementsOf(Topics.all());
    }
}
