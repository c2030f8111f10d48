package dev.interline.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalPayload;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.sync.Cursor;
import dev.interline.durable.sync.Sync;
import dev.interline.durable.sync.Window;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource;
import dev.interline.sdk.sync.SyncSource.Listed;
import dev.interline.sdk.sync.SyncSource.Listing;
import dev.interline.sdk.sync.SyncSource.Query;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The conformance suite of a sync source: its pages end, and no record is lost between them, whatever happens meanwhile.
 * Real calls to the sandbox's lists, without a container.
 */
public abstract class SyncSourceContractTest {

    private static final int MORE_THAN_A_SEARCH_SHOWS = 10_100;
    private static final int MOST_PAGES = 400;
    private static final int MOST_FAILURES = 10;
    private static final Instant EVER = Instant.EPOCH;

    private SourceStand stand;

    /** The source. */
    protected abstract SyncSource source();

    /** The connector's gateway. */
    protected abstract ProviderGateway gateway();

    /** An account with nothing in it. */
    protected abstract SourceStand account();

    /** How many records make a page. */
    protected abstract int page();

    /** Makes so many records at the provider's present time, and answers their ids. */
    protected abstract List<String> create(SourceStand provider, int count);

    /** Changes a record at the provider, and answers what a message that tells the change contains. */
    protected abstract String change(SourceStand provider, String id);

    /** Deletes a record at the provider. */
    protected abstract void delete(SourceStand provider, String id);

    /** What happens between two pages. */
    @FunctionalInterface
    protected interface Between {
        /** @param read how many pages were read */
        void happens(int read);
    }

    /** What a pass has read. */
    protected record Pass(List<Listed> listed, int pages) {

        /** Whom the messages are about. */
        public Set<String> subjects() {
            return messages().stream()
                    .map(message -> message.envelope().subject())
                    .collect(Collectors.toSet());
        }

        /** The ids of the records that are there. */
        public Set<String> present() {
            return listed.stream().map(Listed::present).filter(Objects::nonNull).collect(Collectors.toSet());
        }

        /** Everything that is told. */
        public List<CanonicalMessage> messages() {
            return listed.stream()
                    .map(Listed::event)
                    .map(ProviderEvent::meaning)
                    .flatMap(meaning ->
                            meaning instanceof Meaning.Translated told ? told.messages().stream() : Stream.empty())
                    .toList();
        }

        /** Whether a message about the record contains the text. */
        public boolean tells(String id, String text) {
            return messages().stream()
                    .filter(message -> message.envelope().subject().equals(id))
                    .anyMatch(message -> json(message.payload()).contains(text));
        }

        private static String json(CanonicalPayload payload) {
            return new String(CanonicalJson.write(payload), StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void open() {
        stand = account();
    }

    @AfterEach
    void close() {
        stand.close();
    }

    /** The account of the present test. */
    protected final SourceStand stand() {
        return stand;
    }

    @Test
    void moreThanTenThousandRecordsOfOneTimeAreAllReadAndThePassEnds() {
        // Given
        List<String> ids = create(stand, MORE_THAN_A_SEARCH_SHOWS);
        settle();

        for (Sync.Kind kind : List.of(Sync.Kind.SYNC, Sync.Kind.BACKFILL)) {
            // When
            Pass pass = pass(kind, EVER, read -> {});

            // Then: it ends, where a page by number would have been refused, and a page by time alone would come for
            // ever
            assertThat(pass.subjects()).hasSize(MORE_THAN_A_SEARCH_SHOWS).containsAll(ids);
            assertThat(pass.pages()).isLessThan(2 * MORE_THAN_A_SEARCH_SHOWS / page());
            assertThat(pass.listed().stream()
                            .map(listed -> listed.event().dedupeKey())
                            .distinct())
                    .as("what comes twice on the border of two pages is one event")
                    .hasSize(MORE_THAN_A_SEARCH_SHOWS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"kind\":\"throttle\"",
                "\"kind\":\"status\",\"status\":500",
                "\"kind\":\"status\",\"status\":503",
                "\"kind\":\"reset-before-effect\"",
                "\"kind\":\"effect-then-reset\"",
                "\"kind\":\"garbage-body\"",
                "\"kind\":\"empty-body\""
            })
    void aFaultBetweenTwoPagesIsGoneThroughFromThePlaceThatWasReached(String fault) {
        // Given
        List<String> ids = create(stand, page() + page() / 2);
        settle();
        Pass undisturbed = pass(Sync.Kind.BACKFILL, EVER, read -> {});

        // When
        Pass disturbed = pass(Sync.Kind.BACKFILL, EVER, read -> {
            if (read == 1) {
                stand.fault(".", fault);
            }
        });

        // Then
        assertThat(stand.faultsMet()).isEqualTo(1);
        assertThat(disturbed.listed()).isEqualTo(undisturbed.listed());
        assertThat(disturbed.subjects()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void whatChangesBetweenTwoPagesIsToldByThisPassOrByTheNext() {
        // Given
        List<String> ids = create(stand, page() * 2 + page() / 2);
        settle();
        List<String> changed = List.of(ids.getFirst(), ids.get(ids.size() / 2), ids.getLast());
        List<String> tells = new ArrayList<>();
        Instant begun = stand.now();

        // When
        Pass pass = pass(Sync.Kind.SYNC, EVER, read -> {
            if (read == 1) {
                stand.pass(Duration.ofSeconds(1));
                changed.forEach(id -> tells.add(change(stand, id)));
                stand.pass(Duration.ofSeconds(1));
            }
        });
        settle();
        Pass next = pass(Sync.Kind.SYNC, begun.minus(source().settling()), read -> {});

        // Then
        Set<String> told = new HashSet<>(pass.subjects());
        told.addAll(next.subjects());
        assertThat(told).containsExactlyInAnyOrderElementsOf(ids);
        for (int i = 0; i < changed.size(); i++) {
            assertThat(pass.tells(changed.get(i), tells.get(i)) || next.tells(changed.get(i), tells.get(i)))
                    .as("%s: %s", changed.get(i), tells.get(i))
                    .isTrue();
        }
    }

    @Test
    void aPassEndsThoughSomethingChangesBeforeEveryPage() {
        // Given
        List<String> ids = create(stand, page() * 2);
        settle();

        // When
        Pass pass = pass(Sync.Kind.SYNC, EVER, read -> {
            stand.pass(Duration.ofSeconds(1));
            change(stand, ids.get(read % ids.size()));
        });

        // Then
        assertThat(pass.pages()).isLessThanOrEqualTo(6);
    }

    @Test
    void whatChangedInThePastMinuteIsNotLostToTheNextPass() {
        // Given
        List<String> ids = create(stand, 3);
        settle();
        stand.pass(Duration.ofSeconds(40));
        String tells = change(stand, ids.getFirst());
        stand.pass(Duration.ofSeconds(20));
        Instant begun = stand.now();

        // When
        Pass tooSoon = pass(Sync.Kind.SYNC, EVER, read -> {});
        settle();
        Pass next = pass(Sync.Kind.SYNC, begun.minus(source().settling()), read -> {});

        // Then
        assertThat(tooSoon.tells(ids.getFirst(), tells) || next.tells(ids.getFirst(), tells))
                .isTrue();
    }

    @Test
    void aRecordThatIsDeletedBetweenTwoPagesStopsNoPassAndIsNotThereInTheNextComparison() {
        // Given
        List<String> ids = create(stand, page() * 2);
        settle();

        // When
        Pass during = pass(Sync.Kind.BACKFILL, EVER, read -> {
            if (read == 1) {
                stand.pass(Duration.ofSeconds(1));
                delete(stand, ids.getFirst());
                delete(stand, ids.get(page()));
                delete(stand, ids.getLast());
            }
        });
        settle();
        Pass after = pass(Sync.Kind.COMPARISON, EVER, read -> {});

        // Then
        Set<String> left = new HashSet<>(ids);
        List.of(ids.getFirst(), ids.get(page()), ids.getLast()).forEach(left::remove);
        assertThat(during.present()).containsAll(left);
        assertThat(after.present()).isEqualTo(left);
    }

    @Test
    void anEmptyAccountIsReadAndSaysNothing() {
        for (Sync.Kind kind : Sync.Kind.values()) {
            // When
            Pass pass = pass(kind, EVER, read -> {});

            // Then
            assertThat(pass.listed()).as(kind.name()).isEmpty();
            assertThat(pass.pages()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "7", "\"x\"", "{\"data\":null,\"results\":{},\"tickets\":7}"})
    void whatIsNoPageIsNeverTakenForAnEmptyOne(String body) throws JsonProcessingException {
        // Given: a comparison that believed it would tell every record as deleted
        JsonNode answer = CanonicalJson.mapper().readTree(body);

        for (Sync.Kind kind : Sync.Kind.values()) {
            Reading reading = new Reading(stand.connection(), kind, new Window(EVER, stand.now()), null);

            // Then
            assertThatThrownBy(() -> source().read(reading, answer)).isInstanceOf(FailureException.class);
        }
    }

    @Test
    void aMissingRecordIsToldAsItsEndAndTheSameHoweverOften() {
        // Given
        Instant at = stand.now();

        // When
        ProviderEvent gone = source().deleted(stand.connection(), "4711", at, "missing:4711@cmp_1");
        ProviderEvent again = source().deleted(stand.connection(), "4711", at, "missing:4711@cmp_1");

        // Then
        assertThat(again).isEqualTo(gone);
        assertThat(gone.dedupeKey()).isEqualTo("missing:4711@cmp_1");
        assertThat(gone.meaning()).isInstanceOfSatisfying(Meaning.Translated.class, told -> assertThat(told.messages())
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.envelope().subject()).isEqualTo("4711");
                    assertThat(Pass.json(message.payload())).containsAnyOf("deleted", "\"rank\":");
                }));
    }

    /** Lets what was done show in the provider's lists. */
    protected final void settle() {
        stand.pass(source().settling().plusSeconds(1));
    }

    /**
     * Reads from then until now, page by page; a call that fails is made again from the same place, as the runner does.
     *
     * @throws AssertionError if the pass does not end, or a failure is none that is tried again
     */
    protected final Pass pass(Sync.Kind kind, Instant from, Between between) {
        Window window = new Window(from, stand.now());
        List<Listed> listed = new ArrayList<>();
        Cursor cursor = null;
        int failures = 0;
        for (int pages = 0; pages < MOST_PAGES; ) {
            Reading reading = new Reading(stand.connection(), kind, window, cursor);
            Query query = source().query(reading);
            Optional<ProviderAnswer> answer = answer(query);
            if (answer.isEmpty()) {
                failures++;
                assertThat(failures).as("failures of one pass").isLessThan(MOST_FAILURES);
                continue;
            }
            Listing listing = source().read(reading, answer.get().body());
            listed.addAll(listing.records());
            pages++;
            assertThat(listing.next()).as("a page ends where it began").isNotEqualTo(cursor == null ? "" : cursor);
            cursor = listing.next();
            if (cursor == null) {
                return new Pass(listed, pages);
            }
            between.happens(pages);
        }
        throw new AssertionError("the pass does not end");
    }

    /** The page; empty if it is to be asked for again. */
    private Optional<ProviderAnswer> answer(Query query) {
        OperationDescriptor operation = gateway().operations().stream()
                .filter(one -> one.name().equals(query.operation()))
                .findFirst()
                .orElseThrow();
        assertThat(operation.hasEffect()).isFalse();
        try {
            ProviderAnswer answer = stand.send(query.request());
            if (answer.isSuccess() && !answer.readable()) {
                return Optional.empty();
            }
            Optional<Failure> failure = gateway().failure(operation, answer);
            failure.ifPresent(failed -> assertThat(failed.kind().isRetryable())
                    .as("%s: %s", query.request().path(), answer.body())
                    .isTrue());
            return failure.isPresent() ? Optional.empty() : Optional.of(answer);
        } catch (UncheckedIOException noAnswer) {
            return Optional.empty();
        }
    }
}
