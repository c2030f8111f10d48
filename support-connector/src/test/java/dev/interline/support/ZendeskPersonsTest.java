package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.inbound.Persons;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of Zendesk's events hold a person's data, so that it can be erased. */
class ZendeskPersonsTest {

    @Test
    void anEventOfAUserHoldsTheUsersData() {
        assertThat(persons("user.name_changed", "{\"id\":\"42\",\"email\":\"j@d.example\"}", "{}"))
                .isEqualTo(Persons.of("user", List.of("42")));
    }

    @Test
    void anEventOfATicketHoldsTheWordsOfItsRequesterAndOfWhoWroteTheComment() {
        assertThat(persons(
                        "ticket.comment_added",
                        "{\"id\":\"7\",\"requester_id\":\"42\",\"submitter_id\":\"43\"}",
                        "{\"comment\":{\"body\":\"hello\",\"author\":{\"id\":\"44\"}}}"))
                .isEqualTo(Persons.of("user", List.of("42", "43", "44")));
    }

    @Test
    void aUserWhoIsDeletedIsToBeForgotten() {
        assertThat(persons("user.deleted", "{\"id\":\"42\"}", "{}"))
                .isEqualTo(Persons.of("user", List.of("42")).toBeForgotten());
    }

    @Test
    void aUserWhoIsOnlyInactiveMayComeBack() {
        assertThat(persons("user.active_changed", "{\"id\":\"42\"}", "{\"current\":false}")
                        .said())
                .isEqualTo(Persons.Said.NOTHING);
    }

    @Test
    void aMergeSaysThatBothAreOnePerson() {
        assertThat(persons("user.merged", "{\"id\":\"42\"}", "{\"user\":{\"id\":\"43\"}}"))
                .isEqualTo(Persons.of("user", List.of("42", "43")).merged());
    }

    @Test
    void anEventOfAnOrganizationHoldsNobodysData() {
        assertThat(persons("organization.deleted", "{\"id\":\"42\"}", "{}")).isEqualTo(Persons.NONE);
    }

    private static Persons persons(String type, String detail, String event) {
        String body = """
                {"account_id":1,"id":"5f2c1f4e-0000-4000-8000-000000000099","subject":"zen:x:1",
                 "time":"2026-10-02T08:15:30Z","type":"zen:event-type:%s","detail":%s,"event":%s}""".formatted(type, detail, event);
        return WebhookSamples.translate(body.getBytes(StandardCharsets.UTF_8), Map.of())
                .getFirst()
                .persons();
    }
}
