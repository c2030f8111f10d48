package dev.interline.devstack.torture;

import dev.interline.devstack.torture.FinalState.CrmCompany;
import dev.interline.devstack.torture.FinalState.DeskTicket;
import dev.interline.devstack.torture.FinalState.Organization;
import dev.interline.devstack.torture.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares what was to happen at the providers with what the sandbox says has happened. Asks no table of ours. */
final class Judge {
    /** {@code plan-<company>-<step>}. */
    private static final Pattern PLAN = Pattern.compile("plan-(.+)-(\\d+)");
    /** {@code v<step>.<company>.example}. */
    private static final Pattern DOMAIN = Pattern.compile("v(\\d+)\\.(.+)\\.example");

    private final List<Expectation> expectations;
    private final List<Effect> applied;
    private final FinalState state;
    private final List<Violation> found = new ArrayList<>();

    private Judge(List<Expectation> expectations, List<Effect> effects, FinalState state) {
        this.expectations = expectations;
        this.applied = effects.stream().filter(Effect::applied).toList();
        this.state = state;
    }

    /**
     * @param expectations one for each company
     * @param effects the whole ledger in its order
     * @param state what the providers hold now
     * @return everything that is not as promised
     */
    static List<Violation> violations(List<Expectation> expectations, List<Effect> effects, FinalState state) {
        var judge = new Judge(expectations, effects, state);
        judge.oneRecordPerAccount();
        judge.oneCreationPerTicket();
        judge.noOlderStateAfterANewer();
        judge.nothingForged();
        judge.everyCompanyAsExpected();
        return judge.found;
    }

    private void oneRecordPerAccount() {
        Map<String, Set<String>> records = new LinkedHashMap<>();
        applied.stream().filter(Effect::isCompanyUpsert).forEach(effect -> records.computeIfAbsent(
                        effect.provider() + " " + effect.account() + " " + effect.externalId(),
                        account -> new LinkedHashSet<>())
                .add(effect.entity()));
        records.forEach((account, ids) -> {
            if (ids.size() > 1) {
                violation(Kind.DONE_TWICE, account + " is " + ids.size() + " records: " + ids);
            }
        });
    }

    private void oneCreationPerTicket() {
        Map<String, Long> creations = applied.stream()
                .filter(Effect::isTicketCreation)
                .collect(Collectors.groupingBy(
                        effect -> effect.account() + " " + effect.externalId(),
                        LinkedHashMap::new,
                        Collectors.counting()));
        Set<String> expected = expectations.stream()
                .flatMap(company ->
                        company.solvedByTicket().keySet().stream().map(ticket -> company.tenant() + " " + ticket))
                .collect(Collectors.toSet());
        expected.forEach(ticket -> {
            if (!creations.containsKey(ticket)) {
                violation(Kind.LOST, "the ticket " + ticket + " was never made");
            }
        });
        creations.forEach((ticket, times) -> {
            if (times > 1) {
                violation(Kind.DONE_TWICE, "the ticket " + ticket + " was made " + times + " times");
            } else if (!expected.contains(ticket)) {
                violation(Kind.WRONG_STATE, "nobody asked for the ticket " + ticket);
            }
        });
    }

    private void noOlderStateAfterANewer() {
        falls(Effect::plan, PLAN, 1, 2, "plan");
        falls(Effect::domain, DOMAIN, 2, 1, "domain");
    }

    private void falls(Function<Effect, String> value, Pattern pattern, int company, int step, String what) {
        Map<String, Integer> newest = new HashMap<>();
        for (Effect effect : applied) {
            Matcher matcher = pattern.matcher(value.apply(effect));
            if (!matcher.matches()) {
                continue;
            }
            String lane = effect.provider() + " " + matcher.group(company);
            int now = Integer.parseInt(matcher.group(step));
            int before = newest.merge(lane, now, Math::max);
            if (now < before) {
                violation(
                        Kind.OUT_OF_ORDER,
                        "%s: %s of step %d at ledger %d after that of step %d"
                                .formatted(lane, what, now, effect.sequence(), before));
            }
        }
    }

    private void nothingForged() {
        applied.stream()
                .filter(effect -> effect.plan().contains("forged"))
                .forEach(
                        effect -> violation(Kind.FORGED_ACCEPTED, "ledger " + effect.sequence() + " " + effect.plan()));
    }

    private void everyCompanyAsExpected() {
        Map<String, List<CrmCompany>> companies =
                state.companies().stream().collect(Collectors.groupingBy(CrmCompany::name));
        Map<String, List<Organization>> organizations =
                state.organizations().stream().collect(Collectors.groupingBy(Organization::name));
        for (Expectation expected : expectations) {
            String name = "Torture " + expected.key();
            inCrm(expected, companies.getOrDefault(name, List.of()));
            inSupport(expected, organizations.getOrDefault(name, List.of()));
        }
    }

    private void inCrm(Expectation expected, List<CrmCompany> found) {
        if (only(expected, "HubSpot", found.size())) {
            CrmCompany company = found.getFirst();
            same(expected, "HubSpot plan", expected.plan(), company.plan());
            same(expected, "HubSpot domain", expected.domain(), company.domain());
            same(expected, "HubSpot billing status", expected.billingStatus(), company.billingStatus());
        }
    }

    private void inSupport(Expectation expected, List<Organization> found) {
        if (!only(expected, "Zendesk", found.size())) {
            return;
        }
        Organization organization = found.getFirst();
        same(expected, "Zendesk plan", expected.plan(), organization.field("plan"));
        same(expected, "Zendesk domain", expected.domain(), organization.field("domain"));
        same(expected, "Zendesk billing status", expected.billingStatus(), organization.field("billing_status"));
        Map<String, DeskTicket> tickets = organization.tickets().stream()
                .filter(ticket -> !ticket.externalId().isEmpty())
                .collect(Collectors.toMap(DeskTicket::externalId, ticket -> ticket, (one, other) -> one));
        expected.solvedByTicket().forEach((key, solved) -> {
            DeskTicket ticket = tickets.get(key);
            if (ticket == null) {
                violation(Kind.LOST, expected.key() + ": the ticket " + key + " is not there");
            } else if (ticket.isSolved() != solved) {
                violation(
                        Kind.WRONG_STATE,
                        expected.key() + ": the ticket " + key + " is " + ticket.status() + " but should be "
                                + (solved ? "solved" : "open"));
            }
        });
    }

    private boolean only(Expectation expected, String where, int records) {
        if (records == 0) {
            violation(Kind.LOST, expected.key() + " is not in " + where);
        } else if (records > 1) {
            violation(Kind.DONE_TWICE, expected.key() + " is " + records + " records in " + where);
        }
        return records == 1;
    }

    private void same(Expectation expected, String what, String wanted, String seen) {
        if (!wanted.equals(seen)) {
            violation(
                    Kind.WRONG_STATE,
                    "%s: %s is '%s' but should be '%s'".formatted(expected.key(), what, seen, wanted));
        }
    }

    private void violation(Kind kind, String what) {
        found.add(new Violation(kind, what));
    }
}
