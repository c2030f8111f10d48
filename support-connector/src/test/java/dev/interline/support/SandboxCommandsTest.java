package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.support.SupportCommand.CommentTicket;
import dev.interline.canonical.support.SupportCommand.FollowJob;
import dev.interline.canonical.support.SupportCommand.FollowUpTicket;
import dev.interline.canonical.support.SupportCommand.JoinOrganization;
import dev.interline.canonical.support.SupportCommand.OpenTicket;
import dev.interline.canonical.support.SupportCommand.TagTicket;
import dev.interline.canonical.support.SupportCommand.TagTickets;
import dev.interline.canonical.support.SupportCommand.UpdateTicket;
import dev.interline.canonical.support.SupportCommand.UpsertOrganization;
import dev.interline.canonical.support.SupportCommand.UpsertUser;
import dev.interline.canonical.support.TicketPriority;
import dev.interline.canonical.support.TicketStatus;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.sandbox.Sandbox;
import dev.interline.sandbox.SandboxConfig;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sdk.Connection;
import dev.interline.sdk.provider.ProviderRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Commands through the adapter routes against a Zendesk that keeps what it is told, and sometimes loses an answer. */
class SandboxCommandsTest {

    private static final AccountId ACCOUNT = new AccountId("acct_0123456789abcdef");
    private static final String USER = "interline:contact:1";

    private final Sandbox sandbox =
            Sandbox.start(SandboxConfig.inMemory(Account.of("zendesk", "acme", "token-of-acme")));
    private final SandboxZendesk zendesk = new SandboxZendesk(connection());
    private final SupportRoutesUnderTest routes = new SupportRoutesUnderTest(zendesk);

    @AfterEach
    void stop() {
        routes.close();
        sandbox.close();
    }

    @Test
    void writesACommentOnceThoughTheAnswerToItWasLost() {
        // Given
        ExternalRef ticket = openTicket("interline:1");
        CommentTicket command = new CommentTicket(ticket, "interline:comment:1", "Paid meanwhile.", false);
        sandboxPost("/_sandbox/faults", """
                {"provider":"zendesk","method":"PUT","pathPattern":"/tickets/[0-9]+.json$","kind":"effect-then-reset","times":1}""");

        // When
        assertThatThrownBy(() -> routes.carryOut(command))
                .rootCause()
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.AMBIGUOUS));
        routes.carryOut(command);
        routes.carryOut(command);

        // Then
        assertThat(read("/tickets/" + ticket.id() + "/comments")
                        .path("comments")
                        .findValuesAsText("plain_body"))
                .containsExactly("Body", "Paid meanwhile.");
    }

    @Test
    void followsAClosedTicketOnceThoughTheAnswerWasLost() {
        // Given
        ExternalRef closed = openTicket("interline:1");
        routes.carryOut(new UpdateTicket(closed, TicketStatus.CLOSED, null, null, null));
        FollowUpTicket command = new FollowUpTicket(
                closed, "interline:follow-up:1", "Again", "Body", TicketPriority.HIGH, List.of("interline"));
        sandboxPost("/_sandbox/faults", """
                {"provider":"zendesk","method":"POST","pathPattern":"/tickets.json$","kind":"effect-then-reset","times":1}""");

        // When
        assertThatThrownBy(() -> routes.carryOut(command)).rootCause().isInstanceOf(FailureException.class);
        CommandOutcome outcome = routes.carryOut(command);

        // Then
        JsonNode found =
                read("/tickets.json?external_id=interline%3Afollow-up%3A1").path("tickets");
        assertThat(found).hasSize(1);
        assertThat(outcome.ref())
                .isEqualTo(ZendeskTickets.ref(found.path(0).path("id").asText()));
        assertThat(found.path(0).at("/via/source/rel").asText()).isEqualTo("follow_up");
    }

    @Test
    void changesNothingAboutAClosedTicketAndSaysSo() {
        // Given
        ExternalRef closed = openTicket("interline:1");
        routes.carryOut(new UpdateTicket(closed, TicketStatus.CLOSED, null, null, null));

        // When
        List<CanonicalCommand> late = List.of(
                new CommentTicket(closed, "k", "Late", true),
                new TagTicket(closed, List.of("vip"), List.of()),
                new UpdateTicket(closed, TicketStatus.OPEN, null, null, null));

        // Then
        for (CanonicalCommand command : late) {
            assertThatThrownBy(() -> routes.carryOut(command))
                    .rootCause()
                    .hasMessageContaining("SUPPORT-2006 REJECTED");
        }
    }

    @Test
    void tagsATicketAndLeavesTheTagsOfOthers() {
        // Given
        ExternalRef ticket = openTicket("interline:1");
        TagTicket command = new TagTicket(ticket, List.of("VIP"), List.of("interline"));
        routes.carryOut(new TagTicket(ticket, List.of("theirs"), List.of()));

        // When
        routes.carryOut(command);
        routes.carryOut(command);

        // Then
        assertThat(read("/tickets/" + ticket.id()).at("/ticket/tags")).isEqualTo(Answers.json("[\"theirs\",\"vip\"]"));
    }

    @Test
    void tellsWhichTicketsOfAJobWereRefused() {
        // Given
        ExternalRef open = openTicket("interline:1");
        ExternalRef closed = openTicket("interline:2");
        routes.carryOut(new UpdateTicket(closed, TicketStatus.CLOSED, null, null, null));
        ProviderRequest request = new ZendeskTags(Clock.systemUTC())
                .manyRequest(new TagTickets(List.of(open, closed), List.of("vip"), List.of()));

        // When
        String job =
                zendesk.send("tag-tickets", request).body().at("/job_status/id").asText();

        // Then
        assertThatThrownBy(() -> routes.carryOut(new FollowJob(ZendeskTickets.ref(job))))
                .hasRootCauseMessage(
                        "SUPPORT-2012 REJECTED: 1 of 2 records were refused (TicketUpdateFailed): " + closed.id());
        assertThat(read("/tickets/" + open.id()).at("/ticket/tags").toString()).contains("vip");
    }

    @Test
    void changesATicketWithoutUndoingWhatSomebodyElseDid() {
        // Given
        ExternalRef ticket = openTicket("interline:1");

        // When
        routes.carryOut(new UpdateTicket(ticket, TicketStatus.HOLD, TicketPriority.URGENT, null, null));

        // Then
        JsonNode now = read("/tickets/" + ticket.id()).path("ticket");
        assertThat(now.path("status").asText()).isEqualTo("hold");
        assertThat(now.path("priority").asText()).isEqualTo("urgent");
        assertThat(now.path("subject").asText()).isEqualTo("Payment failed");
    }

    @Test
    void makesAUserOnceAndLetsThemJoinOnce() {
        // Given
        upsertOrganization();
        UpsertUser user = SupportRoutesUnderTest.user(USER, "Jo Doe", "Jo@acme.example");
        JoinOrganization join = new JoinOrganization(ACCOUNT, USER);

        // When
        CommandOutcome first = routes.carryOut(user);
        CommandOutcome second = routes.carryOut(user);
        routes.carryOut(join);
        routes.carryOut(join);

        // Then
        ExternalRef ref = Objects.requireNonNull(first.ref());
        assertThat(second.ref()).isEqualTo(ref);
        JsonNode kept = read("/users/" + ref.id()).path("user");
        assertThat(kept.path("email").asText()).isEqualTo("jo@acme.example");
        assertThat(kept.path("organization_id").isNumber()).isTrue();
        assertThat(read("/organization_memberships").path("organization_memberships"))
                .hasSize(1);
    }

    @Test
    void makesNoStrangerOurs() {
        // Given
        zendesk.send(
                "upsert-user",
                ProviderRequest.post(
                        "/api/v2/users.json",
                        Answers.json("{\"user\":{\"name\":\"Stranger\",\"email\":\"jo@acme.example\"}}")));

        // When / Then
        assertThatThrownBy(() -> routes.carryOut(SupportRoutesUnderTest.user(USER, "Jo Doe", "jo@acme.example")))
                .hasRootCauseMessage("SUPPORT-2015 REJECTED: the address is another user's; merge the two, or not");
        assertThat(read("/users/search?query=jo@acme.example").path("users").findValuesAsText("name"))
                .containsExactly("Stranger");
    }

    private void upsertOrganization() {
        routes.carryOut(new UpsertOrganization(ACCOUNT, Map.of()));
    }

    private ExternalRef openTicket(String key) {
        upsertOrganization();
        zendesk.withIdempotencyKey(key);
        ExternalRef ref = routes.carryOut(new OpenTicket(
                        ACCOUNT, key, "Payment failed", "Body", TicketPriority.NORMAL, List.of("interline")))
                .ref();
        zendesk.withIdempotencyKey("after " + key);
        return Objects.requireNonNull(ref);
    }

    private JsonNode read(String path) {
        int query = path.indexOf('?');
        Map<String, String> asked = query < 0
                ? Map.of()
                : Map.of(
                        path.substring(query + 1, path.indexOf('=')),
                        path.substring(path.indexOf('=') + 1).replace("%3A", ":"));
        return zendesk.send(
                        "read-ticket",
                        ProviderRequest.get("/api/v2" + (query < 0 ? path : path.substring(0, query)), asked))
                .body();
    }

    private void sandboxPost(String path, String body) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.baseUrl() + path))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isLessThan(300);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopping);
        }
    }

    private Connection connection() {
        Connection acme = TestConnections.acme();
        return new Connection(
                acme.id(),
                acme.tenant(),
                acme.account(),
                null,
                acme.signingSecrets(),
                sandbox.baseUrl() + "/zendesk/acme",
                acme.apiUser(),
                acme.apiToken(),
                acme.webhookUrl());
    }
}
