package dev.interline.testkit.route;

import dev.interline.testkit.route.YamlTree.Entry;
import dev.interline.testkit.route.YamlTree.Mapping;
import dev.interline.testkit.route.YamlTree.Scalar;
import dev.interline.testkit.route.YamlTree.Sequence;
import java.util.Set;
import java.util.regex.Pattern;

/** The second stage, for one file: the rules of the house that Camel does not know. */
final class RoutePolicy {

    /** For routes that start at a channel. */
    static final String RELIABLE = "reliable-delivery";

    /** For {@code direct:} routes, which are part of their caller's delivery. */
    static final String PART = "part-of-delivery";

    /** For routes that a timer starts. */
    static final String HOUSEKEEPING = "housekeeping";

    /** What {@code DeliveryRouteConfiguration} of the service runtime defines. */
    static final Set<String> CONFIGURATIONS = Set.of(RELIABLE, PART, HOUSEKEEPING);

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");
    private static final Set<String> OPTIONS =
            Set.of("id", "nodePrefixId", "description", "group", "note", "routeConfigurationId", "from");
    private static final Pattern CAMEL_HEADER =
            Pattern.compile("(?i:\\bkafka\\.[A-Z_]+)|\\bCamel[A-Z]\\w*|(?i:\\bCamel(?:Kafka|Http)\\w*)");
    private static final Pattern INSTANTIATION = Pattern.compile("#(?:class|type|valueAs|autowired)\\b.*");

    private final Channels channels;

    RoutePolicy(Channels channels) {
        this.channels = channels;
    }

    void check(RouteFile file, Findings findings) {
        if (!isOneRoute(file, findings)) {
            return;
        }
        Mapping route = file.route().orElseThrow();
        names(file, route, findings);
        for (Entry option : route.entries()) {
            if (!OPTIONS.contains(option.key())) {
                findings.add(
                        option.line(),
                        "route-option",
                        option.key() + " changes what happens to messages where the rules cannot see it",
                        "remove it; failures are the route configuration's, starting is the deployment's");
            }
        }
        configuration(file, route, findings);
        scalars("", route, findings);
        route.get("from").ifPresent(from -> {
            EndpointPolicy endpoints = new EndpointPolicy(channels);
            endpoints.check(from, true, findings);
            new StepPolicy(endpoints, channels.bringsEvents(file.from()), findings).check(from);
        });
    }

    private static boolean isOneRoute(RouteFile file, Findings findings) {
        if (!(file.tree() instanceof Sequence entries)) {
            findings.add(file.tree().line(), "one-route-a-file", "the file is not a list", "begin with '- route:'");
            return false;
        }
        int routes = 0;
        for (YamlTree entry : entries.items()) {
            if (!(entry instanceof Mapping mapping)) {
                continue;
            }
            for (Entry part : mapping.entries()) {
                if (part.key().equals("route") && part.value() instanceof Mapping) {
                    routes++;
                } else {
                    findings.add(
                            part.line(),
                            "one-route-a-file",
                            "'" + part.key() + "' beside or instead of a route: it would hold for this file only, and"
                                    + " beans in YAML are code nobody tests",
                            "write one '- route:' with an id; failures are handled by routeConfigurationId, beans are Java");
                }
            }
        }
        if (routes != 1) {
            findings.add(
                    file.tree().line(),
                    "one-route-a-file",
                    "the file holds " + routes + " routes",
                    "one route a file, named as its id");
        }
        return routes == 1;
    }

    private static void names(RouteFile file, Mapping route, Findings findings) {
        String id = route.text("id");
        if (!KEBAB.matcher(id).matches()) {
            findings.add(
                    route.lineOf("id"),
                    "route-id",
                    id.isEmpty() ? "the route has no id" : "the id '" + id + "' is not kebab-case",
                    "name it by what happens, <event>-to-<target>");
        }
        if (!id.equals(file.name())) {
            findings.add(
                    route.lineOf("id"),
                    "file-name",
                    "the file is called " + file.name() + " and its route '" + id + "'",
                    "call the file <id>" + RouteFile.SUFFIX);
        }
        if (!route.text("nodePrefixId").equals(id + "/")) {
            findings.add(
                    route.lineOf("nodePrefixId"),
                    "node-prefix",
                    "ids of steps must differ over all routes of a service, and without prefix they will not",
                    "write nodePrefixId: " + id + "/");
        }
        if (route.text("description").isBlank()) {
            findings.add(
                    route.lineOf("description"),
                    "description",
                    "the route does not say what it is for",
                    "add a description: one sentence in domain words");
        }
    }

    private static void configuration(RouteFile file, Mapping route, Findings findings) {
        String from = file.from();
        String needed = from.startsWith("direct:") ? PART : from.startsWith("timer:") ? HOUSEKEEPING : RELIABLE;
        String given = route.text("routeConfigurationId");
        if (given.equals(needed)) {
            return;
        }
        String wrong;
        if (given.isEmpty()) {
            wrong = "without routeConfigurationId failures are logged and forgotten";
        } else if (CONFIGURATIONS.contains(given)) {
            wrong = "'" + given + "' is not for routes that start at " + from;
        } else {
            wrong = "'" + given + "' does not exist; Camel ignores that, and failures are logged and forgotten";
        }
        findings.add(
                route.lineOf("routeConfigurationId"),
                "route-configuration",
                wrong,
                "write routeConfigurationId: " + needed);
    }

    /** What no value anywhere in a route may be. */
    private static void scalars(String key, YamlTree node, Findings findings) {
        switch (node) {
            case Mapping mapping -> mapping.entries().forEach(entry -> scalars(entry.key(), entry.value(), findings));
            case Sequence sequence -> sequence.items().forEach(item -> scalars(key, item, findings));
            case Scalar scalar -> scalar(key, scalar, findings);
        }
        if (node instanceof Mapping mapping) {
            for (Entry entry : mapping.entries()) {
                if (entry.key().equals("continued") && entry.value() instanceof Scalar flag && flag.isTrue()) {
                    findings.add(
                            entry.line(),
                            "eip",
                            "continued goes on with a half-made message",
                            "let the failure escape: the endpoint decides by its kind");
                }
            }
        }
    }

    private static void scalar(String key, Scalar scalar, Findings findings) {
        String text = scalar.text();
        if (key.equals("description") || key.equals("note")) {
            return;
        }
        if (text.contains("{{") && !key.equals("uri") && !key.equals("to")) {
            findings.add(
                    scalar.line(),
                    "placeholder",
                    "a placeholder outside of a channel can bring in anything, secrets too",
                    "pass configuration to a bean; routes know channels only");
        }
        if (CAMEL_HEADER.matcher(text).find()) {
            findings.add(
                    scalar.line(),
                    "camel-header",
                    "'" + text + "' names a header that steers Camel; such names change between its patch versions",
                    "use the ce-* headers, or one of your own");
        }
        if (INSTANTIATION.matcher(text.strip()).matches()) {
            findings.add(
                    scalar.line(),
                    "instantiation",
                    "'" + text + "' makes an object inside the route",
                    "make it a bean and name the bean");
        }
    }
}
