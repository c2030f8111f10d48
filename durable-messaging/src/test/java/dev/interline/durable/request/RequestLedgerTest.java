package dev.interline.durable.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.interline.canonical.TenantId;
import dev.interline.durable.TestDatabase;
import dev.interline.durable.TestMessages;
import dev.interline.durable.lane.Lanes;
import dev.interline.durable.request.RequestLedger.Claim;
import dev.interline.durable.request.RequestLedger.Request;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

class RequestLedgerTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final Request REQUEST = new Request(ACME, "key-1", "fingerprint-1");

    private final Jdbi jdbi = TestDatabase.create();
    private final RequestLedger ledger = new RequestLedger();
    private final Lanes lanes = new Lanes(() -> {});

    @Test
    void theSameRequestIsAnsweredTheSameAndAnotherWithItsKeyIsRefused() {
        // Given
        jdbi.useTransaction(handle -> {
            assertThat(ledger.claim(handle, REQUEST)).isEqualTo(new Claim.Fresh());
            ledger.answered(handle, REQUEST, "crm-app", "c1", "{\"id\":\"c1\"}");
        });

        // Then
        assertThat(look(REQUEST)).isEqualTo(new Claim.Answered("{\"id\":\"c1\"}"));
        assertThat(look(new Request(ACME, "key-1", "fingerprint-2"))).isEqualTo(new Claim.TakenByAnother());
        assertThat(look(new Request(ACME, "key-2", "fingerprint-1"))).isEqualTo(new Claim.Fresh());
        assertThat(look(new Request(GLOBEX, "key-1", "fingerprint-1"))).isEqualTo(new Claim.Fresh());
    }

    @Test
    void aKeyThatIsClaimedIsUnderWayForOthersUntilItsTransactionEnds() {
        // Given
        try (Handle first = jdbi.open();
                Handle second = jdbi.open()) {
            first.begin();
            ledger.claim(first, REQUEST);

            // When
            Claim meanwhile = second.inTransaction(handle -> ledger.claim(handle, REQUEST));
            Claim ofAnotherTenant =
                    second.inTransaction(handle -> ledger.claim(handle, new Request(GLOBEX, "key-1", "fingerprint-1")));
            first.rollback();
            Claim afterwards = second.inTransaction(handle -> ledger.claim(handle, REQUEST));

            // Then
            assertThat(meanwhile).isEqualTo(new Claim.UnderWay());
            assertThat(ofAnotherTenant).isEqualTo(new Claim.Fresh());
            assertThat(afterwards).isEqualTo(new Claim.Fresh());
        }
    }

    @Test
    void whereTheCommandIsNotStoredTheKeyIsNotTaken() {
        // When
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    ledger.claim(handle, REQUEST);
                    lanes.enqueue(handle, List.of(TestMessages.command("c1", "e1", null)));
                    ledger.answered(handle, REQUEST, "crm-app", "c1", "{}");
                    throw new IllegalStateException("the process ends here");
                }))
                .hasMessage("the process ends here");

        // Then
        assertThat(look(REQUEST)).isEqualTo(new Claim.Fresh());
        assertThat(TestDatabase.one(jdbi, "select count(*) from command", Long.class))
                .isZero();
    }

    @Test
    void aKeyIsStoredAsItsHashOnly() {
        // When
        jdbi.useTransaction(
                handle -> ledger.answered(handle, new Request(ACME, "ada@acme.example", "f"), "crm-app", "c1", "{}"));

        // Then
        assertThat(TestDatabase.one(jdbi, "select api_request::text from api_request", String.class))
                .doesNotContain("ada");
    }

    @Test
    void aCommandIsToldOfFromItsLaneToItsEndAndToItsTenantOnly() {
        // Given
        jdbi.useTransaction(handle -> lanes.enqueue(handle, List.of(TestMessages.command("c1", "e1", null))));

        // When
        CommandStatus waiting = status(ACME, "c1");
        jdbi.useHandle(handle -> handle.execute("""
                        with gone as (delete from command returning *)
                        insert into command_history (id, lane_key, connection_id, tenant_id, type, envelope, payload, state,
                                                     attempts, created_at, failure_kind, failure_code, failure_detail, failures)
                        select id, lane_key, connection_id, tenant_id, type, envelope, payload, 'DEAD', 3, created_at,
                               'REJECTED', 'CRM-2400', 'was refused', '[]' from gone"""));
        CommandStatus dead = status(ACME, "c1");

        // Then
        assertThat(waiting.state()).isEqualTo("PENDING");
        assertThat(waiting.nextAttemptAt()).isNotNull();
        assertThat(waiting.isFinished()).isFalse();
        assertThat(dead.state()).isEqualTo("DEAD");
        assertThat(dead.isFinished()).isTrue();
        assertThat(dead.failure()).isEqualTo(new CommandStatus.FailedAttempt("REJECTED", "CRM-2400", "was refused"));
        Optional<CommandStatus> forAnother = jdbi.withHandle(handle -> CommandStatus.of(handle, GLOBEX, "c1"));
        assertThat(forAnother).isEmpty();
    }

    private CommandStatus status(TenantId tenant, String id) {
        return jdbi.withHandle(handle -> CommandStatus.of(handle, tenant, id)).orElseThrow();
    }

    private Claim look(Request request) {
        return jdbi.withHandle(handle -> ledger.look(handle, request));
    }
}
