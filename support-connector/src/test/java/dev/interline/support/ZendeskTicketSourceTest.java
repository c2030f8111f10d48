package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.support.SupportEvent;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.sync.Cursor;
import dev.interline.durable.sync.Sync;
import dev.interline.durable.sync.Window;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource;
import dev.interline.sdk.sync.SyncSource.Listed;
import dev.interline.testkit.contract.SourceStand;
import dev.interline.testkit.contract.SyncSourceContractTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Zendesk's export holds the last minute back, refuses a young start, and has a next cursor at its end too. */
class ZendeskTicketSourceTest extends SyncSourceContractTest {

    private static final String EXPORT = "/api/v2/incremental/tickets/cursor.json";

    private final ZendeskTicketSource source = new ZendeskTicketSource();

    @Override
    protected SyncSource source() {
        return source;
    }

    @Override
    protected ProviderGateway gateway() {
        return new ZendeskGateway();
    }

    @Override
    protected SourceStand account() {
        return new SourceStand("zendesk", "acme", gateway());
    }

    @Override
    protected int page() {
        return 500;
    }

    @Override
    protected List<String> create(SourceStand provider, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> provider.act(ProviderRequest.post(
                                "/api/v2/tickets.json",
                                Answers.json("{\"ticket\":{\"subject\":\"Ticket " + i
                                        + "\",\"comment\":{\"body\":\"Hello\"},\"priority\":\"low\"}}")))
                        .path("ticket")
                        .path("id")
                        .asText())
                .toList();
    }

    @Override
    protected String change(SourceStand provider, String id) {
        provider.act(ProviderRequest.put(
                "/api/v2/tickets/" + id + ".json", Answers.json("{\"ticket\":{\"priority\":\"urgent\"}}")));
        return "urgent";
    }

    @Override
    protected void delete(SourceStand provider, String id) {
        provider.act(new ProviderRequest("DELETE", "/api/v2/tickets/" + id + ".json", Map.of(), null));
    }

    @Test
    void aDeletedTicketIsToldAsDeletedAndNotCountedAsThere() {
        // Given
        List<String> ids = create(stand(), 2);
        stand().pass(Duration.ofSeconds(1));
        delete(stand(), ids.getFirst());
        settle();

        // When
        Pass pass = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});

        // Then
        assertThat(pass.tells(ids.getFirst(), "\"deleted\"")).isTrue();
        assertThat(pass.present()).containsExactly(ids.getLast());
    }

    @Test
    void theLastPageEndsThePassThoughItNamesACursorForANextOne() {
        // Given
        create(stand(), 1);
        settle();
        Reading reading = reading(null);
        ObjectNode page = (ObjectNode) stand().act(source.query(reading).request());

        // Then
        assertThat(page.path("end_of_stream").asBoolean()).isTrue();
        assertThat(page.path("after_cursor").asText()).isNotEmpty();
        assertThat(source.read(reading, page).next()).isNull();
    }

    @Test
    void aPageThatIsNotTheLastButNamesNoCursorIsReadAgainAndNotTakenForTheEnd() {
        // Given
        create(stand(), 1);
        settle();
        Reading reading = reading(null);
        ObjectNode page = (ObjectNode) stand().act(source.query(reading).request());
        page.put("end_of_stream", false).putNull("after_cursor");

        // Then
        assertThatThrownBy(() -> source.read(reading, page))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(FailureKind.UNAVAILABLE));
    }

    @Test
    void aPassOfTheLastMinuteStartsWhereTheExportAllowsItTo() {
        // Given
        Instant now = stand().now();
        Reading young = new Reading(stand().connection(), Sync.Kind.SYNC, new Window(now.minusSeconds(5), now), null);

        // When
        ProviderRequest request = source.query(young).request();

        // Then: what is younger would have been refused
        stand().act(request);
        assertThat(stand().send(ProviderRequest.get(EXPORT, Map.of("start_time", "" + (now.getEpochSecond() - 59))))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aTicketOfTheHeldBackMinuteIsNotShownAndComesWithTheNextPass() {
        // Given
        String id = create(stand(), 1).getFirst();
        stand().pass(Duration.ofSeconds(59));
        Instant begun = stand().now();

        // When
        Pass tooSoon = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});
        stand().pass(Duration.ofMinutes(5));
        Pass next = pass(Sync.Kind.SYNC, begun.minus(source.settling()), read -> {});

        // Then
        assertThat(tooSoon.listed()).isEmpty();
        assertThat(next.present()).containsExactly(id);
    }

    @Test
    void whatIsListedBeforeItsSecondIsOverGivesWayToWhatCameAfterItWithinThatSecond() {
        // Given: a pass that begins in the second of the ticket's change, at an account that holds nothing back
        String id = create(stand(), 1).getFirst();
        settle();
        ObjectNode page = (ObjectNode) stand().act(source.query(reading(null)).request());
        Instant second =
                Instant.parse(page.path("tickets").path(0).path("updated_at").asText());

        // When
        Listed early = listed(page, second.plusMillis(400));
        Listed late = listed(page, second.plusSeconds(1));

        // Then
        assertThat(early.present()).isEqualTo(id);
        assertThat(versionAt(early)).isEqualTo(second);
        assertThat(versionAt(late)).isEqualTo(second.plusMillis(999));
        assertThat(early.event().dedupeKey()).isNotEqualTo(late.event().dedupeKey());
    }

    private Listed listed(ObjectNode page, Instant until) {
        Reading reading = new Reading(stand().connection(), Sync.Kind.SYNC, new Window(Instant.EPOCH, until), null);
        return source.read(reading, page).records().getFirst();
    }

    private static Instant versionAt(Listed listed) {
        Meaning.Translated meaning = (Meaning.Translated) listed.event().meaning();
        SupportEvent.TicketStatusChanged told =
                (SupportEvent.TicketStatusChanged) meaning.messages().getFirst().payload();
        return told.ticket().version().at();
    }

    @Test
    void aTicketWithoutWhatItMustHaveIsKeptAndTakesNoOtherAlong() {
        // Given
        create(stand(), 3);
        settle();
        Reading reading = reading(null);
        ObjectNode page = (ObjectNode) stand().act(source.query(reading).request());
        ((ObjectNode) page.path("tickets").path(1)).remove("updated_at");

        // When
        SyncSource.Listing listing = source.read(reading, page);

        // Then: it exists, so that no comparison tells it as gone
        assertThat(listing.records()).hasSize(3).allSatisfy(listed -> assertThat(listed.present())
                .isNotNull());
        assertThat(listing.records().get(1).event().meaning()).isInstanceOf(Meaning.Unmappable.class);
    }

    private Reading reading(@Nullable Cursor after) {
        return new Reading(stand().connection(), Sync.Kind.SYNC, new Window(Instant.EPOCH, stand().now()), after);
    }
}
