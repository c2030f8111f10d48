package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.OperationDescriptor.Idempotency;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class ZendeskGatewayTest {

    private final ZendeskGateway gateway = new ZendeskGateway();

    @Test
    void signsInAsTheUserOfTheToken() {
        // When
        String header = gateway.headers(TestConnections.acme()).get("Authorization");
        // Then
        assertThat(header).startsWith("Basic ");
        assertThat(new String(Base64.getDecoder().decode(String.valueOf(header).substring(6)), StandardCharsets.UTF_8))
                .isEqualTo("agent@acme.example/token:token-of-acme");
    }

    @Test
    void signsInWithTheTokenAloneWhereItBelongsToNoUser() {
        // Given
        List<String> secrets = List.of(TestConnections.SECRET);
        // When
        String header =
                gateway.headers(TestConnections.connection(secrets, null)).get("Authorization");
        // Then
        assertThat(header).isEqualTo("Bearer token-of-acme");
    }

    @Test
    void reliesOnZendesksMemoryOfKeysForLessThanItLasts() {
        // When
        List<Idempotency> ofTickets = gateway.operations().stream()
                .filter(operation -> operation.name().equals("create-ticket"))
                .map(OperationDescriptor::idempotency)
                .toList();
        // Then
        assertThat(ofTickets).singleElement().isInstanceOfSatisfying(Idempotency.NativeKey.class, key -> {
            assertThat(key.header()).isEqualTo("Idempotency-Key");
            assertThat(key.window()).isLessThan(Duration.ofHours(2));
        });
    }

    @Test
    void looksForACommentBeforeItWritesOne() {
        assertThat(gateway.operations())
                .filteredOn(operation -> operation.name().equals("comment-ticket"))
                .singleElement()
                .satisfies(operation -> {
                    assertThat(operation.idempotency()).isInstanceOf(Idempotency.LookupFirst.class);
                    assertThat(operation.lookup()).isEqualTo("list-audits");
                });
    }

    @Test
    void onlyReadsWhatIsFoundOrRead() {
        // When
        List<String> withEffect = gateway.operations().stream()
                .filter(OperationDescriptor::hasEffect)
                .map(OperationDescriptor::name)
                .toList();
        // Then
        assertThat(withEffect)
                .containsExactlyInAnyOrder(
                        "upsert-organization",
                        "create-organization-field",
                        "create-ticket",
                        "solve-ticket",
                        "comment-ticket",
                        "update-ticket",
                        "add-tags",
                        "remove-tags",
                        "tag-tickets",
                        "upsert-user",
                        "add-address",
                        "join-organization",
                        ZendeskWebhooks.CREATE,
                        ZendeskWebhooks.CHANGE,
                        ZendeskWebhooks.DELETE,
                        ZendeskWebhooks.PREPARE_BEAT,
                        ZendeskWebhooks.BEAT);
    }
}
