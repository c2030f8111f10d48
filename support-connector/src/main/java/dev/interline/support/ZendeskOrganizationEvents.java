package dev.interline.support;

import dev.interline.canonical.AccountId;
import dev.interline.canonical.support.OrganizationDetail;
import dev.interline.canonical.support.SupportEvent.OrganizationCreated;
import dev.interline.canonical.support.SupportEvent.OrganizationDeleted;
import dev.interline.canonical.support.SupportEvent.OrganizationDetailsChanged;
import dev.interline.canonical.support.SupportOrganization;
import dev.interline.sdk.CanonicalText;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the events of an organization mean
 * (<a href="https://developer.zendesk.com/api-reference/webhooks/event-types/organization-events">organization
 * events</a>).
 */
final class ZendeskOrganizationEvents {

    private static final int MAX_ACCOUNT_ID = 64;

    private static final Map<String, OrganizationDetail> DETAILS = Map.of(
            "name_changed", OrganizationDetail.NAME,
            "external_id_changed", OrganizationDetail.KEY,
            "tags_changed", OrganizationDetail.TAGS,
            "custom_field_changed", OrganizationDetail.CUSTOM_FIELD);

    private ZendeskOrganizationEvents() {}

    /** The events that mean something to us. */
    static Set<String> verbs() {
        Set<String> verbs = new TreeSet<>(DETAILS.keySet());
        verbs.addAll(Set.of("created", "deleted"));
        return verbs;
    }

    /** Whether the event means something to us. */
    static boolean knows(String verb) {
        return DETAILS.containsKey(verb) || verb.equals("created") || verb.equals("deleted");
    }

    static Meaning meaning(ZendeskEvent event) {
        return switch (event.verb()) {
            case "created" -> event.toldIfNotOurs(new OrganizationCreated(organization(event)));
            case "deleted" -> event.told(new OrganizationDeleted(event.ref(), event.version()));
            default ->
                event.toldIfNotOurs(new OrganizationDetailsChanged(
                        organization(event), DETAILS.getOrDefault(event.verb(), OrganizationDetail.OTHER)));
        };
    }

    private static SupportOrganization organization(ZendeskEvent event) {
        return new SupportOrganization(
                event.ref(), account(event.detail().path("external_id").asText("")), event.version());
    }

    /** The external id of an organization is our account id, if it is one of ours. */
    private static @Nullable AccountId account(String externalId) {
        String id = CanonicalText.clean(externalId, MAX_ACCOUNT_ID + 1);
        return id.isBlank() || id.length() > MAX_ACCOUNT_ID ? null : new AccountId(id);
    }
}
