package dev.interline.testkit.command;

import dev.interline.runtime.route.DeliveryRouteConfiguration;
import java.util.Map;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;

/** The routes of a connector, as its jar has them, without its service around them. */
public final class CommandRoutes {

    private CommandRoutes() {}

    /**
     * Starts the routes; commands come in at {@code direct:} and the channel's name.
     *
     * @param channel the connector's channel of commands: {@code support-commands}
     * @param beans what the routes call, by name
     * @param provider in the place of the {@code provider:} endpoints
     */
    public static DefaultCamelContext start(String channel, Map<String, Object> beans, Component provider) {
        DefaultCamelContext camel = new DefaultCamelContext();
        camel.getPropertiesComponent().addOverrideProperty("channel." + channel, "direct:" + channel);
        beans.forEach(camel.getRegistry()::bind);
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
        return camel;
    }
}
