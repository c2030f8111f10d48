package dev.interline.sandbox.hubspot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kinds of CRM objects, with the properties HubSpot shows unasked and its name for the last change. */
enum CrmType {
    COMPANIES("company", "0-2", "companyinformation", "hs_lastmodifieddate"),
    CONTACTS("contact", "0-1", "contactinformation", "lastmodifieddate"),
    DEALS("deal", "0-3", "dealinformation", "hs_lastmodifieddate"),
    TICKETS("ticket", "0-5", "ticketinformation", "hs_lastmodifieddate"),
    PRODUCTS("product", "0-7", "productinformation", "hs_lastmodifieddate"),
    NOTES("note", "0-46", "engagement", "hs_lastmodifieddate");

    private final String singular;
    private final String objectTypeId;
    private final String defaultGroup;
    private final String modifiedProperty;

    CrmType(String singular, String objectTypeId, String defaultGroup, String modifiedProperty) {
        this.singular = singular;
        this.objectTypeId = objectTypeId;
        this.defaultGroup = defaultGroup;
        this.modifiedProperty = modifiedProperty;
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
        return switch (this) {
            case COMPANIES -> List.of("name", "domain", "createdate", "hs_lastmodifieddate", "hs_object_id");
            case CONTACTS ->
                List.of("createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname");
            case DEALS ->
                List.of(
                        "amount",
                        "closedate",
                        "createdate",
                        "dealname",
                        "dealstage",
                        "hs_lastmodifieddate",
                        "hs_object_id",
                        "pipeline");
            case TICKETS ->
                List.of(
                        "content",
                        "createdate",
                        "hs_lastmodifieddate",
                        "hs_object_id",
                        "hs_pipeline",
                        "hs_pipeline_stage",
                        "hs_ticket_category",
                        "hs_ticket_priority",
                        "subject");
            case PRODUCTS ->
                List.of("createdate", "description", "hs_lastmodifieddate", "hs_object_id", "name", "price");
            case NOTES -> List.of("createdate", "hs_lastmodifieddate", "hs_object_id");
        };
    }
}
