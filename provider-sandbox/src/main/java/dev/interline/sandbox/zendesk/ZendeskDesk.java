package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.state.Table;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/** Everything one Zendesk account holds. */
final class ZendeskDesk {
    /** Role name of the user as whom API calls act. */
    static final String ADMIN = "admin";
    /** Role name of the user as whom people act through the control plane. */
    static final String AGENT = "agent";

    private static final long FIRST_ID = 46_406_100_000_001L;
    private static final long FIRST_ACCOUNT_ID = 22_000_000;

    private final StateStore store;
    private final Account account;
    private final Table organizations;
    private final Table organizationFields;
    private final Table users;
    private final Table tickets;
    private final Table comments;
    private final Table idempotency;
    private final Table jobs;
    private final Table audits;
    private final Table identities;
    private final Table memberships;
    private final Table triggers;

    ZendeskDesk(StateStore store, Account account) {
        this.store = store;
        this.account = account;
        this.organizations = table("organizations", "external_id", "name");
        this.organizationFields = table("organization_fields", "key");
        this.users = table("users", "external_id", "email", "sandbox_role");
        this.tickets = table("tickets", "external_id", "organization_id");
        this.comments = table("comments", "ticket_id");
        this.idempotency = table("idempotency");
        this.jobs = table("jobs");
        this.audits = table("audits", "ticket_id");
        this.identities = table("identities", "user_id", "value");
        this.memberships = table("memberships", "user_id");
        this.triggers = table("triggers");
    }

    private Table table(String kind, String... indexes) {
        return new Table(store, "zendesk/" + account.account() + "/" + kind, row -> {
            Map<String, String> values = new LinkedHashMap<>();
            for (String index : indexes) {
                String value = Json.text(row, index);
                if (value != null && !row.path("deleted").asBoolean()) {
                    values.put(index, value.toLowerCase(Locale.ROOT));
                }
            }
            return values;
        });
    }

    Account account() {
        return account;
    }

    Table organizations() {
        return organizations;
    }

    Table organizationFields() {
        return organizationFields;
    }

    Table users() {
        return users;
    }

    Table tickets() {
        return tickets;
    }

    Table comments() {
        return comments;
    }

    Table idempotency() {
        return idempotency;
    }

    Table jobs() {
        return jobs;
    }

    Table audits() {
        return audits;
    }

    Table identities() {
        return identities;
    }

    Table memberships() {
        return memberships;
    }

    /** Webhooks that an admin has attached to changes of tickets. */
    Table triggers() {
        return triggers;
    }

    /** A live object by an indexed field; values compare without regard to case, as Zendesk's external ids do. */
    static Optional<ObjectNode> findBy(Table table, String index, String value) {
        return table.findBy(index, value.toLowerCase(Locale.ROOT));
    }

    /** A live object by id. */
    static Optional<ObjectNode> find(Table table, String id) {
        return table.find(id).filter(row -> !row.path("deleted").asBoolean());
    }

    long nextId() {
        return store.next("zendesk-ids", FIRST_ID);
    }

    long nextSequence() {
        return store.next("zendesk-sequence", 1);
    }

    /** The numeric account id that webhooks carry; stable for a subdomain. */
    long accountId() {
        CRC32 checksum = new CRC32();
        checksum.update(account.account().getBytes(StandardCharsets.UTF_8));
        return FIRST_ACCOUNT_ID + checksum.getValue() % 1_000_000;
    }

    String url(String path) {
        return "https://" + account.account() + ".zendesk.com/api/v2/" + path + ".json";
    }

    /** The user as whom API calls or people act, made at first sight. */
    ObjectNode staff(String role, Instant now) {
        return users.findBy("sandbox_role", role).orElseGet(() -> {
            ObjectNode user = ZendeskUsers.blank(this, now)
                    .put("name", role.equals(ADMIN) ? "Interline Integration" : "Robin Agent")
                    .put("email", role + "@" + account.account() + ".example")
                    .put("role", role)
                    .put("verified", true)
                    .put("sandbox_role", role);
            users.put(user.path("id").asText(), user);
            return user;
        });
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
