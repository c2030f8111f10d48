package dev.interline.sandbox.hubspot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of CRM objects, with the properties HubSpot shows unasked and its name for the last change. */
enum CrmType {
    COMPANIES(
            "company",
            "0-2",
            "companyinformation",
            "hs_lastmodifieddate",
            List.of("name", "domain", "createdate", "hs_lastmodifieddate", "hs_object_id")),
    CONTACTS(
            "contact",
            "0-1",
            "contactinformation",
            "lastmodifieddate",
            List.of("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname")),
    DEALS(
            "deal",
            "0-3",
            "dealinformation",
            "hs_lastmodifieddate",
            List.of(
                    "amount",
                    "closedate",
                    "createdate",
                    "dealname",
                    "dealstage",
                    "hs_lastmodifieddate",
                    "hs_object_id",
                    "pipeline")),
    TICKETS(
            "ticket",
            "0-5",
            "ticketinformation",
            "hs_lastmodifieddate",
            List.of(
                    "content",
                    "createdate",
                    "hs_lastmodifieddate",
                    "hs_object_id",
                    "hs_pipeline",
                    "hs_pipeline_stage",
                    "hs_ticket_category",
                    "hs_ticket_priority",
                    "subject"));

    private final String singular;
    private final String objectTypeId;
    private final String defaultGroup;
    private final String modifiedProperty;
    private final List<String> shownByDefault;

    CrmType(
            String singular,
            String objectTypeId,
            String defaultGroup,
            String modifiedProperty,
            List<String> shownByDefault) {
        this.singular = singular;
        this.objectTypeId = objectTypeId;
        this.defaultGroup = defaultGroup;
        this.modifiedProperty = modifiedProperty;
        this.shownByDefault = shownByDefault;
    }

    static Optional<CrmType> named(String text) {
        return Arrays.stream(values())
                .filter(type ->
                        List.of(type.plural(), type.singular, type.objectTypeId).contains(text))
                .findFirst();
    }

    String plural() {
        return name().toLowerCase(Locale.ROOT);
    }

    String singular() {
        return singular;
    }

    String objectTypeId() {
        return objectTypeId;
    }

    String defaultGroup() {
        return defaultGroup;
    }

    String modifiedProperty() {
        return modifiedProperty;
    }

    List<String> shownByDefault() {
        return shownByDefault;
    }
}
