package dev.interline.devstack.demo;

/**
 * The accounts of one tenant in the sandbox.
 *
 * @param tenant who plays
 * @param sandbox address of the sandbox
 * @param stripe its Stripe account
 * @param hubspot its HubSpot portal
 * @param zendesk its Zendesk subdomain
 * @param zendeskUser the user its Zendesk token belongs to
 */
public record DemoAccounts(
        String tenant, String sandbox, Access stripe, Access hubspot, Access zendesk, String zendeskUser) {

    /**
     * How to act in one account.
     *
     * @param account the provider's name for it
     * @param apiBase address of its API
     * @param apiToken what the API asks for
     */
    public record Access(String account, String apiBase, String apiToken) {
        @Override
        public String toString() {
            return "Access[" + account + "]";
        }
    }
}
