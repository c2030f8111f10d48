package dev.interline.devstack.torture;

import java.util.List;
import java.util.Map;

/**
 * What the providers' own APIs say when all is done.
 *
 * @param companies of all portals
 * @param organizations of all Zendesk accounts
 */
record FinalState(List<CrmCompany> companies, List<Organization> organizations) {

    FinalState {
        companies = List.copyOf(companies);
        organizations = List.copyOf(organizations);
    }

    /**
     * A company in HubSpot.
     *
     * @param openTickets our count of them; empty if it was never told
     */
    record CrmCompany(
            String tenant,
            String id,
            String name,
            String domain,
            String plan,
            String billingStatus,
            String lifecycleStage,
            String industry,
            String openTickets) {}

    /**
     * An organization in Zendesk.
     *
     * @param fields its organization fields
     * @param tickets all its tickets
     */
    record Organization(String tenant, String id, String name, Map<String, String> fields, List<DeskTicket> tickets) {

        Organization {
            fields = Map.copyOf(fields);
            tickets = List.copyOf(tickets);
        }

        String field(String key) {
            return fields.getOrDefault(key, "");
        }

        long open() {
            return tickets.stream().filter(ticket -> !ticket.isSolved()).count();
        }
    }

    /** A ticket in Zendesk. */
    record DeskTicket(String id, String externalId, String status) {
        boolean isSolved() {
            return status.equals("solved") || status.equals("closed");
        }
    }
}
