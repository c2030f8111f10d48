package dev.interline.devstack.torture;

import java.util.Map;

/**
 * What all systems must say of a company in the end.
 *
 * @param key what its plans and domains carry
 * @param domain the newest
 * @param plan the newest; empty if it never bought anything
 * @param billingStatus in canonical words
 * @param solvedByTicket the external id of each ticket that must be there once, and whether it must be solved
 */
record Expectation(
        String tenant,
        String key,
        String domain,
        String plan,
        String billingStatus,
        Map<String, Boolean> solvedByTicket) {

    Expectation {
        solvedByTicket = Map.copyOf(solvedByTicket);
    }
}
