package dev.interline.devstack.torture;

import dev.interline.devstack.torture.FinalState.CrmCompany;
import dev.interline.devstack.torture.FinalState.Organization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What people did at HubSpot and Zendesk, judged by whether both providers agree about it in the end. */
final class Crosscheck {
    private final Map<String, Long> neverAccepted;

    /** @param neverAccepted by tenant, how many webhooks Zendesk gave up: news of tickets that we never had */
    Crosscheck(Map<String, Long> neverAccepted) {
        this.neverAccepted = Map.copyOf(neverAccepted);
    }

    List<Violation> violations(FinalState state) {
        List<Violation> found = new ArrayList<>();
        List<Violation> counts = new ArrayList<>();
        for (String tenant : TorturePlan.TENANTS) {
            Map<String, CrmCompany> companies = state.companies().stream()
                    .filter(company -> company.tenant().equals(tenant))
                    .collect(Collectors.toMap(CrmCompany::name, company -> company, (one, other) -> one));
            List<Violation> wrongCounts = new ArrayList<>();
            state.organizations().stream()
                    .filter(organization -> organization.tenant().equals(tenant))
                    .forEach(organization -> {
                        CrmCompany company = companies.get(organization.name());
                        if (company != null) {
                            compare(company, organization, found, wrongCounts);
                        }
                    });
            // One webhook that was never accepted can make one company's count wrong.
            wrongCounts.stream().skip(neverAccepted.getOrDefault(tenant, 0L)).forEach(counts::add);
        }
        found.addAll(counts);
        return found;
    }

    private static void compare(
            CrmCompany company, Organization organization, List<Violation> found, List<Violation> wrongCounts) {
        if (!company.lifecycleStage().equals(organization.field("lifecycle_stage"))) {
            found.add(differs(
                    company, "lifecycle stage", company.lifecycleStage(), organization.field("lifecycle_stage")));
        }
        if (!company.industry().equals(organization.field("industry"))) {
            found.add(differs(company, "industry", company.industry(), organization.field("industry")));
        }
        boolean counted =
                !company.openTickets().isEmpty() || !organization.tickets().isEmpty();
        if (counted && !company.openTickets().equals(Long.toString(organization.open()))) {
            wrongCounts.add(
                    differs(company, "open tickets", company.openTickets(), Long.toString(organization.open())));
        }
    }

    private static Violation differs(CrmCompany company, String what, String inCrm, String inSupport) {
        return new Violation(
                Violation.Kind.WRONG_STATE,
                "%s: %s is '%s' in HubSpot and '%s' in Zendesk".formatted(company.name(), what, inCrm, inSupport));
    }
}
