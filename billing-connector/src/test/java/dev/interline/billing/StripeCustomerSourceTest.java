package dev.interline.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.customer.CustomerEvent;
import dev.interline.durable.sync.Sync;
import dev.interline.durable.sync.Window;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.mapping.Mappings;
import dev.interline.sdk.provider.ProviderGateway;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource;
import dev.interline.testkit.contract.SourceStand;
import dev.interline.testkit.contract.SyncSourceContractTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Stripe lists newest first and by creation only; its changes are in its events. */
class StripeCustomerSourceTest extends SyncSourceContractTest {

    private final StripeCustomerSource source =
            new StripeCustomerSource(new StripeWebhookTranslator(), Mappings.packaged(BillingConnector.MAPPINGS));

    @Override
    protected SyncSource source() {
        return source;
    }

    @Override
    protected ProviderGateway gateway() {
        return new StripeGateway();
    }

    @Override
    protected SourceStand account() {
        return new SourceStand("stripe", "acct_1Source", gateway());
    }

    @Override
    protected int page() {
        return 100;
    }

    @Override
    protected List<String> create(SourceStand provider, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> provider.act(ProviderRequest.postForm("/v1/customers", Map.of("name", "Customer " + i)))
                        .path("id")
                        .asText())
                .toList();
    }

    @Override
    protected String change(SourceStand provider, String id) {
        String name = "Renamed at " + provider.now();
        provider.act(ProviderRequest.postForm("/v1/customers/" + id, Map.of("name", name)));
        return name;
    }

    @Override
    protected void delete(SourceStand provider, String id) {
        provider.act(new ProviderRequest("DELETE", "/v1/customers/" + id, Map.of(), null));
    }

    @Test
    void aChangeOfACustomerMadeLongAgoIsFoundThoughTheListIsByCreation() {
        // Given
        String old = create(stand(), 1).getFirst();
        stand().pass(Duration.ofDays(400));
        Instant then = stand().now();
        String name = change(stand(), old);
        settle();

        // When
        Pass changes = pass(Sync.Kind.SYNC, then, read -> {});
        Pass made = pass(Sync.Kind.BACKFILL, then, read -> {});

        // Then
        assertThat(changes.tells(old, name)).isTrue();
        assertThat(made.listed()).isEmpty();
    }

    @Test
    void aDeletionIsToldByItsEventThoughTheListIsSilentOfIt() {
        // Given
        String gone = create(stand(), 1).getFirst();
        stand().pass(Duration.ofSeconds(1));
        delete(stand(), gone);
        settle();

        // When
        Pass changes = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});

        // Then
        assertThat(changes.messages())
                .filteredOn(message -> message.payload() instanceof CustomerEvent.AccountDeleted)
                .singleElement()
                .satisfies(message -> assertThat(message.envelope().subject()).isEqualTo(gone));
        assertThat(pass(Sync.Kind.COMPARISON, Instant.EPOCH, read -> {}).present())
                .isEmpty();
    }

    @Test
    void whatAWebhookTellsIsToldUnderTheSameKeySoThatItIsOneEvent() {
        // Given
        create(stand(), 1);
        settle();
        String id = stand().act(ProviderRequest.get("/v1/events", Map.of()))
                .path("data")
                .path(0)
                .path("id")
                .asText();

        // When
        Pass changes = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});

        // Then
        assertThat(changes.listed())
                .singleElement()
                .satisfies(listed -> assertThat(listed.event().dedupeKey()).isEqualTo(id));
    }

    @Test
    void eventsOfEveryTypeAreAskedForAsTheTranslatorKnowsMoreThanStripeLetsOneName() {
        // Given
        stand().act(ProviderRequest.postForm("/v1/products", Map.of("name", "Pro")));
        settle();

        // When
        Pass changes = pass(Sync.Kind.SYNC, Instant.EPOCH, read -> {});

        // Then
        assertThat(changes.listed())
                .singleElement()
                .satisfies(listed -> assertThat(listed.event().meaning()).isInstanceOfAny(Meaning.Translated.class));
    }

    @Test
    void aBackfilledCustomerIsOlderThanAnyEventThatCameMeanwhile() {
        // Given
        String id = create(stand(), 1).getFirst();
        settle();
        Reading reading =
                new Reading(stand().connection(), Sync.Kind.BACKFILL, new Window(Instant.EPOCH, stand().now()), null);

        // When
        SyncSource.Listing listing =
                source.read(reading, stand().act(source.query(reading).request()));

        // Then
        assertThat(listing.records()).singleElement().satisfies(listed -> {
            assertThat(listed.present()).isEqualTo(id);
            assertThat(listed.event().meaning()).isInstanceOfSatisfying(Meaning.Translated.class, told -> assertThat(
                            told.messages().getFirst().payload())
                    .isInstanceOfSatisfying(CustomerEvent.AccountUpdated.class, updated -> assertThat(
                                    updated.account().version().at())
                            .isBefore(stand().now().minusSeconds(60))));
        });
    }
}
