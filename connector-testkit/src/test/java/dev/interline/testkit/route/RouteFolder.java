package dev.interline.testkit.route;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The routes of one service, written by a test. */
final class RouteFolder {

    /** A route that is right in every way; tests change one thing in it. */
    static final String GOOD = """
            - route:
                id: ticket-opened
                nodePrefixId: ticket-opened/
                description: A ticket was opened, so its account is noted.
                group: support
                routeConfigurationId: reliable-delivery
                from:
                  uri: "{{channel.support-events}}"
                  steps:
                    - idempotentConsumer:
                        id: skip-already-handled
                        idempotentRepository: "#inbox"
                        expression:
                          simple:
                            expression: "${header.ce-id}"
                        steps:
                          - filter:
                              id: only-opened-tickets
                              expression:
                                simple:
                                  expression: "${header.ce-type} == 'support.ticket.opened.v1'"
                              steps:
                                - to: {id: note-the-ticket, uri: "bean:ticketBook?method=apply"}
                                - to: {id: tell-the-others, uri: "direct:tell-the-others"}
            """;

    /** The sub-route that {@link #GOOD} calls, right in every way. */
    static final String GOOD_PART = """
            - route:
                id: tell-the-others
                nodePrefixId: tell-the-others/
                description: What others should know is told to them.
                group: support
                routeConfigurationId: part-of-delivery
                from:
                  uri: "direct:tell-the-others"
                  steps:
                    - split:
                        id: each-of-them
                        stopOnException: true
                        expression:
                          simple:
                            expression: "${body}"
                        steps:
                          - to: {id: command-crm, uri: "{{channel.crm-commands}}"}
            """;

    private final Path service;

    RouteFolder(Path service) {
        this.service = service;
    }

    /** A folder with both good routes. */
    static RouteFolder good(Path service) {
        RouteFolder folder = new RouteFolder(service);
        folder.write("ticket-opened", GOOD);
        folder.write("tell-the-others", GOOD_PART);
        return folder;
    }

    Path write(String name, String yaml) {
        return writeAt("camel/" + name + ".camel.yaml", yaml);
    }

    Path writeAt(String path, String text) {
        try {
            Path file = service.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    List<RouteFinding> check() {
        return RouteCheck.below(service);
    }

    List<String> rules() {
        return check().stream().map(RouteFinding::rule).distinct().toList();
    }
}
