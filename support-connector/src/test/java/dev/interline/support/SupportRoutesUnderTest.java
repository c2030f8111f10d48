package dev.interline.support;

import dev.interline.canonical.CanonicalCommand;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.lane.CommandOutcome;
import dev.interline.runtime.route.Delivery;
import dev.interline.runtime.route.DeliveryRouteConfiguration;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** The adapter routes of support commands and their beans, on whatever stands in for the provider. */
final class SupportRoutesUnderTest implements AutoCloseable {

    private final DefaultCamelContext camel = new DefaultCamelContext();

    /** @param provider in the place of the {@code provider:} endpoints */
    SupportRoutesUnderTest(Component provider) {
        camel.getPropertiesComponent().addOverrideProperty("channel.support-commands", "direct:support-commands");
        Map.of(
                        "zendeskOrganizations", new ZendeskOrganizations(),
                        "zendeskTicketCommands", new ZendeskTicketCommands(),
                        "zendeskComments", new ZendeskComments(),
                        "zendeskTags", new ZendeskTags(),
                        "zendeskJobs", new ZendeskJobs(),
                        "zendeskTicketUpdates", new ZendeskTicketUpdates(),
                        "zendeskUsers", new ZendeskUsers())
                .forEach(camel.getRegistry()::bind);
        camel.addComponent("provider", provider);
        try {
            camel.addRoutes(new DeliveryRouteConfiguration());
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(
                            PluginHelper.getPackageScanResourceResolver(camel).findResources("camel/*.camel.yaml"));
            camel.start();
        } catch (Exception broken) {
            throw new IllegalStateException("The routes do not start", broken);
        }
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
