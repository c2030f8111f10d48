package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.message.Envelope;
import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.support.SupportCommand.FollowJob;
import dev.interline.canonical.support.SupportCommand.TagTickets;
import dev.interline.sdk.provider.ProviderRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZendeskTagsTest {

    private static final Instant NOW = Instant.parse("2026-10-02T08:15:30Z");

    private final ZendeskTags tags = new ZendeskTags(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void tagsManyTicketsInOneJobWithoutNamingOtherTags() {
        // Given
        TagTickets command = new TagTickets(
                List.of(ZendeskTickets.ref("46406156914577"), ZendeskTickets.ref("2")),
                List.of("At Risk"),
                List.of("vip"));
        // When
        ProviderRequest request = tags.manyRequest(command);
        // Then
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.path()).isEqualTo("/api/v2/tickets/update_many.json");
        assertThat(request.query()).isEqualTo(Map.of("ids", "46406156914577,2"));
        assertThat(Answers.body(request))
                .isEqualTo(Answers.json("{\"ticket\":{\"additional_tags\":[\"at_risk\"],\"remove_tags\":[\"vip\"]}}"));
    }

    @Test
    void hasTheJobFollowedByACommandInALaneOfItsOwn() {
        // Given
        Envelope command = new Envelope(
                "cmd_1",
                URI.create("/routing-core"),
                "support.tag-tickets.v1",
                "acct_1",
                NOW,
                new TenantId("acme"),
                new ConnectionId("acme-zendesk"),
                "cause",
                null,
                null);
        // When
        CanonicalMessage following = ZendeskTags.following(TestConnections.acme(), command, "V3-5be6", NOW);
        // Then
        assertThat(following.payload()).isEqualTo(new FollowJob(ZendeskTickets.ref("V3-5be6")));
        assertThat(following.envelope().subject()).isEqualTo("job/V3-5be6");
        assertThat(following.envelope().causationId()).isEqualTo("cmd_1");
        assertThat(following.envelope().correlationId()).isEqualTo("cause");
        assertThat(MessageType.of(following.payload()).topicFor(BusinessSystem.SUPPORT))
                .isEqualTo("support.commands.v1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"job_status\":{\"id\":null}}", "{\"job_status\":{\"id\":\"../x\"}}"})
    void takesASuccessWithoutAJobForAnUnknownOutcome(String body) {
        assertThatThrownBy(() -> tags.queued(Answers.exchange(), Answers.ok(body)))
                .hasMessageContaining("SUPPORT-2010 AMBIGUOUS");
    }

    @Test
    void takesAsManyTicketsAsZendeskDoes() {
        // Given
        List<Integer> counts = List.of(0, TagTickets.MOST_TICKETS + 1);
        // When / Then
        for (int count : counts) {
            assertThatThrownBy(() -> new TagTickets(
                            IntStream.range(0, count)
                                    .mapToObj(id -> ZendeskTickets.ref("1" + id))
                                    .toList(),
                            List.of(),
                            List.of()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
