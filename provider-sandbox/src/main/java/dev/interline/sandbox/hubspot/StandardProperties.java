package dev.interline.sandbox.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties every new portal has; nothing of ours among them. */
final class StandardProperties {
    /** Lifecycle stages in the order in which the API lets them only advance. */
    static final List<String> LIFECYCLE = List.of(
            "subscriber",
            "lead",
            "marketingqualifiedlead",
            "salesqualifiedlead",
            "opportunity",
            "customer",
            "evangelist",
            "other");

    private static final List<String> DEAL_STAGES = List.of(
            "appointmentscheduled",
            "qualifiedtobuy",
            "presentationscheduled",
            "decisionmakerboughtin",
            "contractsent",
            "closedwon",
            "closedlost",
            "7421001",
            "7421002",
            "7421003");

    private static final Map<CrmType, Map<String, CrmProperty>> BY_TYPE = Map.of(
            CrmType.COMPANIES, companies(),
            CrmType.CONTACTS, contacts(),
            CrmType.DEALS, deals(),
            CrmType.TICKETS, tickets(),
            CrmType.PRODUCTS, products(),
            CrmType.NOTES, notes());

    private StandardProperties() {}

    static Map<String, CrmProperty> of(CrmType type) {
        return BY_TYPE.getOrDefault(type, Map.of());
    }

    private static Map<String, CrmProperty> companies() {
        List<CrmProperty> own = new ArrayList<>(texts(
                CrmType.COMPANIES,
                "name",
                "domain",
                "industry",
                "website",
                "phone",
                "address",
                "city",
                "state",
                "zip",
                "country",
                "description",
                "hubspot_owner_id"));
        own.add(number(CrmType.COMPANIES, "numberofemployees"));
        own.add(number(CrmType.COMPANIES, "annualrevenue"));
        own.add(choice(CrmType.COMPANIES, "lifecyclestage", LIFECYCLE));
        return withSystem(CrmType.COMPANIES, own);
    }

    private static Map<String, CrmProperty> contacts() {
        List<CrmProperty> own = new ArrayList<>(texts(
                CrmType.CONTACTS,
                "firstname",
                "lastname",
                "phone",
                "company",
                "jobtitle",
                "website",
                "city",
                "country",
                "hubspot_owner_id"));
        own.add(CrmProperty.of("email", "Email", "string", "text", "contactinformation", true, true));
        own.add(choice(CrmType.CONTACTS, "lifecyclestage", LIFECYCLE));
        return withSystem(CrmType.CONTACTS, own);
    }

    private static Map<String, CrmProperty> deals() {
        List<CrmProperty> own = new ArrayList<>(texts(
                CrmType.DEALS,
                "dealname",
                "pipeline",
                "description",
                "hubspot_owner_id",
                "dealtype",
                "deal_currency_code"));
        own.add(number(CrmType.DEALS, "amount"));
        own.add(choice(CrmType.DEALS, "dealstage", DEAL_STAGES));
        own.add(CrmProperty.of("closedate", "Close date", "datetime", "date", "dealinformation", false, true));
        own.add(calculated(CrmType.DEALS, CrmStages.CLOSED, "Is Deal Closed?"));
        own.add(calculated(CrmType.DEALS, CrmStages.CLOSED_WON, "Is Closed Won"));
        return withSystem(CrmType.DEALS, own);
    }

    private static Map<String, CrmProperty> tickets() {
        List<CrmProperty> own = new ArrayList<>(
                texts(CrmType.TICKETS, "subject", "content", "hs_pipeline", "hs_pipeline_stage", "hubspot_owner_id"));
        own.add(choice(CrmType.TICKETS, "hs_ticket_priority", List.of("LOW", "MEDIUM", "HIGH", "URGENT")));
        own.add(choice(
                CrmType.TICKETS,
                "hs_ticket_category",
                List.of("PRODUCT_ISSUE", "BILLING_ISSUE", "FEATURE_REQUEST", "GENERAL_INQUIRY")));
        return withSystem(CrmType.TICKETS, own);
    }

    private static Map<String, CrmProperty> products() {
        List<CrmProperty> own = new ArrayList<>(texts(CrmType.PRODUCTS, "name", "description", "hs_sku"));
        own.add(number(CrmType.PRODUCTS, "price"));
        return withSystem(CrmType.PRODUCTS, own);
    }

    private static Map<String, CrmProperty> notes() {
        List<CrmProperty> own = new ArrayList<>(texts(CrmType.NOTES, "hs_note_body", "hubspot_owner_id"));
        own.add(CrmProperty.of("hs_timestamp", "Time", "datetime", "date", "engagement", false, true));
        return withSystem(CrmType.NOTES, own);
    }

    /** The pipelines of deals: the one every portal has, and one made in the portal, whose ids say nothing. */
    static List<ObjectNode> pipelines() {
        ObjectNode usual = Json.object().put("id", "default").put("label", "Sales Pipeline");
        ArrayNode stages = usual.putArray("stages");
        DEAL_STAGES.stream()
                .filter(stage -> !stage.startsWith("7421"))
                .forEach(stage -> stages.add(
                        stage(stage, stage.startsWith("closed"), stage.equals("closedwon") ? "1.0" : "0.0")));
        ObjectNode renewals = Json.object().put("id", "7421").put("label", "Renewals");
        renewals.putArray("stages")
                .add(stage("7421001", false, "0.5"))
                .add(stage("7421002", true, "1.0"))
                .add(stage("7421003", true, "0.0"));
        return List.of(usual, renewals);
    }

    /** Metadata are texts, as HubSpot's are. */
    private static ObjectNode stage(String id, boolean closed, String probability) {
        ObjectNode stage = Json.object().put("id", id).put("label", id);
        stage.putObject("metadata").put("isClosed", Boolean.toString(closed)).put("probability", probability);
        return stage;
    }

    private static Map<String, CrmProperty> withSystem(CrmType type, List<CrmProperty> own) {
        Map<String, CrmProperty> all = new LinkedHashMap<>();
        own.forEach(property -> all.put(property.name(), property));
        for (String name : List.of("createdate", type.modifiedProperty())) {
            all.put(
                    name,
                    CrmProperty.of(name, name, "datetime", "date", type.defaultGroup(), false, true)
                            .readOnlyValue());
        }
        all.put(
                "hs_object_id",
                CrmProperty.of("hs_object_id", "Record ID", "number", "number", type.defaultGroup(), true, true)
                        .readOnlyValue());
        return Map.copyOf(all);
    }

    private static List<CrmProperty> texts(CrmType type, String... names) {
        List<CrmProperty> properties = new ArrayList<>();
        for (String name : names) {
            properties.add(CrmProperty.of(name, name, "string", "text", type.defaultGroup(), false, true));
        }
        return properties;
    }

    private static CrmProperty number(CrmType type, String name) {
        return CrmProperty.of(name, name, "number", "number", type.defaultGroup(), false, true);
    }

    /** What HubSpot works out by itself and nobody can write. */
    private static CrmProperty calculated(CrmType type, String name, String label) {
        return CrmProperty.of(name, label, "bool", "calculation_equation", type.defaultGroup(), false, true)
                .calculated();
    }

    private static CrmProperty choice(CrmType type, String name, List<String> values) {
        ArrayNode options = Json.array();
        values.forEach(options::add);
        return CrmProperty.of(name, name, "enumeration", "select", type.defaultGroup(), false, true)
                .withOptions(options);
    }
}
