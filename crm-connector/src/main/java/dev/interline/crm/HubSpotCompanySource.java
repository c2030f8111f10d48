package dev.interline.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.durable.Ids;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.durable.sync.Cursor;
import dev.interline.durable.sync.Sync;
import dev.interline.sdk.Connection;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.sdk.sync.MissingAccount;
import dev.interline.sdk.sync.Reading;
import dev.interline.sdk.sync.SyncSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Companies, changed ones by HubSpot's
 * <a href="https://developers.hubspot.com/docs/api-reference/search/guide">search</a>, all of them by its list.
 *
 * <p>A search shows no more than 10,000 results, sorts by one property only, and leaves open how it orders equals; an import
 * gives many more companies one time of change. So no page is asked for by its number. A page begins at the time the last
 * one ended with, that time included; if a whole page has one time, the companies of this time are gone through by id,
 * and then the search goes on after it.
 */
@ApplicationScoped
public class HubSpotCompanySource implements SyncSource {

    static final String SEARCH = "search-companies";
    static final String LIST = "list-companies";

    private static final int SEARCH_PAGE = 200;
    private static final int LIST_PAGE = 100;
    private static final String MODIFIED = "hs_lastmodifieddate";
    private static final String ID = "hs_object_id";

    /** Before every id. */
    private static final String LOWEST_ID = "0";

    /** HubSpot's index is usually seconds behind; nothing is promised. */
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final HubSpotCompanies companies;

    HubSpotCompanySource(HubSpotCompanies companies) {
        this.companies = companies;
    }

    @Override
    public String resource() {
        return "companies";
    }

    @Override
    public Duration settling() {
        return SETTLING;
    }

    @Override
    public Query query(Reading reading) {
        Cursor after = reading.after();
        if (reading.kind() == Sync.Kind.COMPARISON) {
            Map<String, String> query = new TreeMap<>(Map.of("limit", Integer.toString(LIST_PAGE), "properties", ID));
            if (after != null) {
                query.put("after", after.id());
            }
            return new Query(LIST, ProviderRequest.get(HubSpotCompanies.COMPANIES, query));
        }
        ObjectNode body = JSON.objectNode().put("limit", SEARCH_PAGE);
        ArrayNode filters = body.putArray("filterGroups").addObject().putArray("filters");
        String sortedBy = MODIFIED;
        if (after != null && isAmongEquals(after)) {
            filters.add(filter(MODIFIED, "EQ", millis(after.at())));
            filters.add(filter(ID, "GT", after.id()));
            sortedBy = ID;
        } else {
            Instant from = after == null ? reading.window().from() : after.at();
            // The whole of history has no begin; a time of a few digits is not taken for one.
            if (from.isAfter(Instant.EPOCH)) {
                filters.add(filter(MODIFIED, "GTE", millis(from)));
            }
            filters.add(filter(MODIFIED, "LT", millis(reading.window().until())));
        }
        body.putArray("sorts").addObject().put("propertyName", sortedBy).put("direction", "ASCENDING");
        ArrayNode properties = body.putArray("properties");
        companies.properties(reading.connection().tenant()).forEach(properties::add);
        return new Query(SEARCH, ProviderRequest.post(HubSpotCompanies.COMPANIES + "/search", body));
    }

    @Override
    public Listing read(Reading reading, JsonNode page) {
        JsonNode results = page.path("results");
        if (!results.isArray()) {
            throw unreadable("a page of companies has no results");
        }
        List<Listed> listed = new ArrayList<>();
        results.forEach(company -> listed.add(listed(reading.connection(), company)));
        String following = page.path("paging").path("next").path("after").asText("");
        if (reading.kind() == Sync.Kind.COMPARISON) {
            return new Listing(listed, following.isEmpty() ? null : new Cursor(Instant.EPOCH, following), null);
        }
        boolean more = !following.isEmpty() && !results.isEmpty();
        Long remaining =
                page.path("total").canConvertToLong() && (reading.after() == null || !isAmongEquals(reading.after()))
                        ? Long.valueOf(Math.max(0, page.path("total").asLong() - results.size()))
                        : null;
        return new Listing(listed, next(reading, results, more), remaining);
    }

    private static @Nullable Cursor next(Reading reading, JsonNode results, boolean more) {
        Cursor after = reading.after();
        if (after != null && isAmongEquals(after)) {
            return more
                    ? new Cursor(after.at(), highestId(results))
                    : new Cursor(after.at().plusMillis(1), "");
        }
        if (!more) {
            return null;
        }
        Instant first = modified(results.path(0));
        Instant last = modified(results.path(results.size() - 1));
        return last.isAfter(first) ? new Cursor(last, "") : new Cursor(last, LOWEST_ID);
    }

    /** Whether the companies of one time are gone through by id. */
    private static boolean isAmongEquals(Cursor after) {
        return !after.id().isEmpty();
    }

    private static String highestId(JsonNode results) {
        BigDecimal highest = BigDecimal.ZERO;
        for (JsonNode company : results) {
            try {
                highest = highest.max(new BigDecimal(company.path("id").asText("")));
            } catch (NumberFormatException notAnId) {
                throw unreadable("a company's id is not a number");
            }
        }
        return highest.toPlainString();
    }

    private Listed listed(Connection connection, JsonNode company) {
        String id = company.path("id").asText("");
        String key = "companies/" + id + "@" + company.path("updatedAt").asText("") + "/"
                + Ids.sha256(company.path("properties").toString()).substring(0, 16);
        Meaning meaning;
        try {
            meaning = new Meaning.Translated(List.of(companies.listed(connection, company, key)));
        } catch (FailureException broken) {
            meaning = new Meaning.Unmappable(broken.failure().detail());
        }
        return new Listed(id.isEmpty() ? null : id, new ProviderEvent(connection, key, "company.listed", meaning));
    }

    @Override
    public ProviderEvent deleted(Connection connection, String id, Instant at, String key) {
        return MissingAccount.event(connection, "company.missing", new ExternalRef(BusinessSystem.CRM, id), at, key);
    }

    private static ObjectNode filter(String property, String operator, String value) {
        return JSON.objectNode()
                .put("propertyName", property)
                .put("operator", operator)
                .put("value", value);
    }

    private static String millis(Instant time) {
        return Long.toString(time.toEpochMilli());
    }

    private static Instant modified(JsonNode company) {
        try {
            return OffsetDateTime.parse(
                            company.path("properties").path(MODIFIED).asText(""))
                    .toInstant();
        } catch (DateTimeParseException absent) {
            throw unreadable("company." + MODIFIED + " is not a time");
        }
    }

    private static FailureException unreadable(String what) {
        return new FailureException(Failure.of(FailureKind.UNMAPPABLE, HubSpotFailures.PREFIX + "-1101", what));
    }
}
