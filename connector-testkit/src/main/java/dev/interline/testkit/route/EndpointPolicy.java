package dev.interline.testkit.route;

import dev.interline.testkit.route.YamlTree.Entry;
import dev.interline.testkit.route.YamlTree.Mapping;
import dev.interline.testkit.route.YamlTree.Scalar;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which endpoints a route may read from and send to: ours, each in the one form that is safe. */
final class EndpointPolicy {

    private static final String NAME = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
    private static final String CODE = "[A-Z]+-\\d{4}";
    private static final String OPTIONS = "(?:\\?[A-Za-z0-9=&.,%-]*)?";

    /** An endpoint's form, which side of a route it may stand on, and what to write instead of another form. */
    private record Form(Pattern uri, boolean readable, boolean writable, String remedy) {
        Form(String uri, boolean readable, boolean writable, String remedy) {
            this(Pattern.compile(uri), readable, writable, remedy);
        }
    }

    private static final Map<String, Form> FORMS = Map.of(
            "direct", new Form("direct:" + NAME, true, true, "write direct:<route-id>, without options"),
            "bean",
                    new Form(
                            "bean:[a-z][A-Za-z0-9]*(?:\\?method=[a-z][A-Za-z0-9]*)?",
                            false,
                            true,
                            "name a bean and its method, bean:accountBook?method=apply; a class name or arguments would"
                                    + " run any code"),
            "provider",
                    new Form(
                            "provider:" + NAME + "(?:\\?tolerate=" + CODE + "(?:,\\s*" + CODE + ")*)?",
                            false,
                            true,
                            "write provider:<operation>, with nothing but tolerate=<error codes>"),
            "mapping",
                    new Form(
                            "mapping:[a-z][a-z0-9]*\\.[a-z][a-z0-9-]*\\.(?:from|to)",
                            false,
                            true,
                            "write mapping:<provider>.<object>.<from-or-to>"),
            "outbox", new Form("outbox:[a-z0-9.-]+", false, true, "write outbox:<topic>, better {{channel.*}}"),
            "events", new Form("events:[a-z0-9.-]+", true, false, "read it with from, better as {{channel.*}}"),
            "lane", new Form("lane:" + NAME, true, false, "read it with from; a lane is filled through its topic"),
            "timer", new Form("timer:" + NAME + OPTIONS, true, false, "start a route with it"),
            "log",
                    new Form(
                            "log:[A-Za-z0-9.-]+\\?(?=.*\\bshowBody=false\\b)(?!.*\\bshow(?:Body|All|Headers|AllProperties|Properties)=true\\b)[A-Za-z0-9=&.,%-]*",
                            false, true, "add ?showBody=false: logs carry ids, never payloads"));

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry(
                    "kafka", "camel-kafka's defaults skip records; events: and outbox: have the settings that do not"),
            Map.entry("seda", "what waits in memory is gone when the process is"),
            Map.entry("vm", "what waits in memory is gone when the process is"),
            Map.entry("disruptor", "what waits in memory is gone when the process is"),
            Map.entry("http", "a call without idempotency class, ledger and time limit may be made twice"),
            Map.entry("https", "a call without idempotency class, ledger and time limit may be made twice"),
            Map.entry("sql", "its statement can come from a header, and it has a transaction of its own"),
            Map.entry("class", "it runs any class"),
            Map.entry("exec", "it runs any program"),
            Map.entry("language", "it runs any script"));

    private final Channels channels;

    EndpointPolicy(Channels channels) {
        this.channels = channels;
    }

    /** @param node the {@code from} or {@code to} with {@code uri} and perhaps {@code parameters} */
    void check(YamlTree node, boolean reading, Findings findings) {
        String uri = node instanceof Scalar scalar ? scalar.text() : uri(node);
        int line = node.lineOf("uri");
        Optional<String> channel = Channels.propertyOf(uri);
        if (channel.isPresent()) {
            channel(channel.get(), reading, line, findings);
            return;
        }
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        Form form = FORMS.get(scheme);
        if (uri.contains("{{")) {
            findings.add(
                    line,
                    "endpoint",
                    "'" + uri + "' is partly a placeholder, which can bring in anything, secrets too",
                    "use {{channel.<name>}} alone, and bind it in application.properties");
        } else if (form == null) {
            findings.add(
                    line,
                    "endpoint",
                    "'" + scheme + ":' is not an endpoint of ours"
                            + Optional.ofNullable(REASONS.get(scheme))
                                    .map(reason -> "; " + reason)
                                    .orElse(""),
                    "use {{channel.*}}, direct:, bean:, provider:, outbox: or, to start, timer:; what they cannot do"
                            + " belongs into a component");
        } else if (!form.uri().matcher(uri).matches()) {
            findings.add(line, "endpoint", "'" + uri + "' is not in the form that is safe", form.remedy());
        } else if (reading ? !form.readable() : !form.writable()) {
            findings.add(
                    line,
                    "endpoint",
                    "'" + scheme + ":' can only be " + (reading ? "written to" : "read from"),
                    form.remedy());
        }
    }

    private void channel(String property, boolean reading, int line, Findings findings) {
        if (channels.isUnbound(property)) {
            findings.add(
                    line,
                    "endpoint",
                    "nobody says what " + property + " is bound to, so the service would not start",
                    "add it to the application.properties of this service");
            return;
        }
        Form bound = FORMS.get(channels.schemeOf(property));
        if (bound != null && (reading ? !bound.readable() : !bound.writable())) {
            findings.add(
                    line,
                    "endpoint",
                    property + " is bound to " + channels.schemeOf(property) + ":, which can only be "
                            + (reading ? "written to" : "read from"),
                    "use the channel of the other direction, or bind this one anew");
        }
    }

    /** The URI with the parameters that Kaoto writes beside it. */
    private static String uri(YamlTree node) {
        StringBuilder uri = new StringBuilder(node.text("uri"));
        if (node.get("parameters").orElse(null) instanceof Mapping parameters) {
            for (Entry parameter : parameters.entries()) {
                uri.append(uri.indexOf("?") < 0 ? '?' : '&')
                        .append(parameter.key())
                        .append('=')
                        .append(parameter.value() instanceof Scalar scalar ? scalar.text() : "…");
            }
        }
        return uri.toString();
    }
}
