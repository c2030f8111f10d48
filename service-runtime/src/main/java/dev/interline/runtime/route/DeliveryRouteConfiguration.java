package dev.interline.runtime.route;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteConfigurationBuilder;

/**
 * How routes deal with failures, by {@code routeConfigurationId}:
 *
 * <ul>
 *   <li>{@code reliable-delivery}, for routes that start at a channel: nothing is caught inside, so that the endpoint the
 *       message came from decides. {@code events:} rolls everything back and makes a dead letter; {@code lane:} retries,
 *       pauses or parks the command by the kind of failure.
 *   <li>{@code part-of-delivery}, for {@code direct:} sub-routes: the same, so that the caller's endpoint decides.
 * </ul>
 */
@ApplicationScoped
public class DeliveryRouteConfiguration extends RouteConfigurationBuilder {

    @Override
    public void configuration() {
        routeConfiguration("reliable-delivery").errorHandler(noErrorHandler());
        routeConfiguration("part-of-delivery").errorHandler(noErrorHandler());
        routeConfiguration("housekeeping")
                .onException(Exception.class)
                .handled(true)
                .log("housekeeping failed, it is tried again at the next turn: ${exception.class.simpleName}");
    }
}
