package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.support.SupportEvent.UserCreated;
import dev.interline.canonical.support.SupportEvent.UserDeleted;
import dev.interline.canonical.support.SupportEvent.UserDetailsChanged;
import dev.interline.canonical.support.SupportEvent.UserJoinedOrganization;
import dev.interline.canonical.support.SupportEvent.UserLeftOrganization;
import dev.interline.canonical.support.SupportEvent.UserMerged;
import dev.interline.canonical.support.SupportUser;
import dev.interline.canonical.support.UserDetail;
import dev.interline.canonical.support.UserRole;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the events of a user mean
 * (<a href="https://developer.zendesk.com/api-reference/webhooks/event-types/user-events">user events</a>). Names and
 * addresses, which they carry, are not told on. A log-in is no news.
 */
final class ZendeskUserEvents {

    private static final Map<String, UserDetail> DETAILS = Map.ofEntries(
            Map.entry("name_changed", UserDetail.NAME),
            Map.entry("identity_created", UserDetail.IDENTITY),
            Map.entry("identity_changed", UserDetail.IDENTITY),
            Map.entry("identity_deleted", UserDetail.IDENTITY),
            Map.entry("role_changed", UserDetail.ROLE),
            Map.entry("custom_role_changed", UserDetail.ROLE),
            Map.entry("active_changed", UserDetail.ACTIVE),
            Map.entry("suspended_changed", UserDetail.SUSPENSION),
            Map.entry("external_id_changed", UserDetail.KEY),
            Map.entry("tags_changed", UserDetail.TAGS),
            Map.entry("custom_field_changed", UserDetail.CUSTOM_FIELD),
            Map.entry("group_membership_created", UserDetail.GROUPS),
            Map.entry("group_membership_deleted", UserDetail.GROUPS),
            Map.entry("default_group_changed", UserDetail.GROUPS),
            Map.entry("alias_changed", UserDetail.PROFILE),
            Map.entry("details_changed", UserDetail.PROFILE),
            Map.entry("notes_changed", UserDetail.PROFILE),
            Map.entry("photo_changed", UserDetail.PROFILE),
            Map.entry("time_zone_changed", UserDetail.PROFILE),
            Map.entry("only_private_comments_changed", UserDetail.OTHER),
            Map.entry("password_changed", UserDetail.OTHER));

    private static final Set<String> OTHERS = Set.of(
            "created", "deleted", "merged", "organization_membership_created", "organization_membership_deleted");

    private ZendeskUserEvents() {}

    /** The events that mean something to us. */
    static Set<String> verbs() {
        Set<String> verbs = new TreeSet<>(DETAILS.keySet());
        verbs.addAll(OTHERS);
        return verbs;
    }

    /** Whether the event means something to us. */
    static boolean knows(String verb) {
        return DETAILS.containsKey(verb) || OTHERS.contains(verb);
    }

    static Meaning meaning(ZendeskEvent event) {
        return switch (event.verb()) {
            case "created" -> event.told(new UserCreated(user(event)));
            case "deleted" -> event.told(new UserDeleted(event.ref(), event.version()));
            case "merged" ->
                event.told(new UserMerged(
                        event.ref(),
                        event.changed("/user/id", "/target_user_id", "/target_user/id", "/current")
                                .filter(into -> !into.equals(event.ref()))
                                .orElse(null),
                        event.version()));
            case "organization_membership_created" -> membership(event, true);
            case "organization_membership_deleted" -> membership(event, false);
            case "active_changed" -> active(event);
            default ->
                event.toldIfNotOurs(
                        new UserDetailsChanged(user(event), DETAILS.getOrDefault(event.verb(), UserDetail.OTHER)));
        };
    }

    /** Somebody who is not active any more has been deleted; Zendesk keeps the record. */
    private static Meaning active(ZendeskEvent event) {
        JsonNode current = event.change().path("current");
        boolean ended = !current.isMissingNode() && !current.isNull() && !ZendeskTicketEvents.isTrue(current);
        return ended
                ? event.told(new UserDeleted(event.ref(), event.version()))
                : event.told(new UserDetailsChanged(user(event), UserDetail.ACTIVE));
    }

    private static Meaning membership(ZendeskEvent event, boolean joined) {
        Optional<ExternalRef> organization = event.changed("/organization/id", "/organization_id");
        return organization
                .map(of -> event.told(
                        joined
                                ? new UserJoinedOrganization(event.ref(), of, event.version())
                                : new UserLeftOrganization(event.ref(), of, event.version())))
                .orElseGet(() -> new Meaning.Unmappable("user." + event.verb() + ": the organization's id is missing"));
    }

    /** The role has a hyphen in REST and webhooks; {@code organization_id} is "0" for none. */
    private static SupportUser user(ZendeskEvent event) {
        JsonNode detail = event.detail();
        return new SupportUser(
                event.ref(),
                ZendeskTickets.id(detail.path("organization_id"))
                        .map(ZendeskTickets::ref)
                        .orElse(null),
                ZendeskTickets.ownKey(detail.path("external_id").asText("")),
                UserRole.ofToken(detail.path("role").asText("")),
                event.version());
    }
}
