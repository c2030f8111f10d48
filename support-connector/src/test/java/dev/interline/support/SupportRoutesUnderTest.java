package dev.interline.support;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.PersonalSeal;
import dev.interline.canonical.TenantId;
import dev.interline.canonical.message.MessageType;
import dev.interline.canonical.support.SupportCommand.UpsertUser;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.runtime.route.Delivery;
import dev.interline.sdk.PersonalValues;
import dev.interline.testkit.command.CommandRoutes;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;

/** The adapter routes of support commands and their beans, on whatever stands in for the provider. */
final class SupportRoutesUnderTest implements AutoCloseable {

    private static final PersonalSeal SEAL =
            new PersonalSeal(List.of(Base64.getEncoder().encodeToString(new byte[32])));

    private final DefaultCamelContext camel;

    /** @param provider in the place of the {@code provider:} endpoints */
    SupportRoutesUnderTest(Component provider) {
        camel = CommandRoutes.start(
                "support-commands",
                Map.of(
                        "zendeskOrganizations", new ZendeskOrganizations(),
                        "zendeskTicketCommands", new ZendeskTicketCommands(),
                        "zendeskComments", new ZendeskComments(),
                        "zendeskTags", new ZendeskTags(Clock.systemUTC()),
                        "zendeskJobs", new ZendeskJobs(),
                        "zendeskTicketUpdates", new ZendeskTicketUpdates(),
                        "zendeskUsers", new ZendeskUsers(new PersonalValues(SEAL, BusinessSystem.SUPPORT))),
                provider);
    }

    /** The command as the system API stores it. */
    static UpsertUser user(String key, String name, @Nullable String email) {
        return new UpsertUser(key, sealed(key, name), email == null ? null : sealed(key, email));
    }

    private static String sealed(String key, String value) {
        return SEAL.seal(new TenantId("acme"), key, value);
    }

    /** Carries a command out as the dispatcher would. */
    CommandOutcome carryOut(CanonicalCommand command) {
        return camel.createProducerTemplate()
                .requestBodyAndHeaders(
                        "direct:support-commands",
                        command,
                        Map.of(Delivery.TYPE, MessageType.of(command).name(), Delivery.TENANT, "acme"),
                        CommandOutcome.class);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
