package dev.interline.testkit.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteRulesTest {

    private static final String NOTE = "- to: {id: note-the-ticket, uri: \"bean:ticketBook?method=apply\"}";

    @TempDir
    Path directory;

    static Stream<Arguments> oneThingWrong() {
        return Stream.of(
                wrong(
                        "schema",
                        "idempotentRepository: \"#inbox\"",
                        "idempotentRepository: \"#inbox\"\n            colour: red"),
                wrong("file-name", "id: ticket-opened\n", "id: ticket-closed\n"),
                wrong("route-id", "id: ticket-opened\n", "id: TicketOpened\n"),
                wrong("description", "    description: A ticket was opened, so its account is noted.\n", ""),
                wrong("description", "A ticket was opened, so its account is noted.", "\"\""),
                wrong("node-prefix", "    nodePrefixId: ticket-opened/\n", ""),
                wrong("route-option", "    group: support\n", "    autoStartup: false\n"),
                wrong("route-option", "    group: support\n", "    routePolicy: \"#mine\"\n"),
                wrong("route-configuration", "    routeConfigurationId: reliable-delivery\n", ""),
                wrong("route-configuration", "reliable-delivery", "reliable-delivery-2"),
                wrong("route-configuration", "reliable-delivery", "part-of-delivery"),
                wrong("route-configuration", "reliable-delivery", "\"*\""),
                wrong("step-id", "id: note-the-ticket", "id: NoteTheTicket"),
                wrong("step-id", "id: note-the-ticket", "id: only-opened-tickets"),
                wrong("step-id", "            id: skip-already-handled\n", ""),
                wrong("disabled-step", "{id: note-the-ticket,", "{id: note-the-ticket, disabled: true,"),
                wrong("inbox", "\"#inbox\"", "\"#memory\""),
                wrong(
                        "inbox",
                        "idempotentRepository: \"#inbox\"",
                        "idempotentRepository: \"#inbox\"\n            eager: false"),
                wrong("placeholder", "'support.ticket.opened.v1'", "'{{some.secret}}'"),
                wrong("camel-header", "header.ce-type", "header.CamelHttpPath"),
                wrong("camel-header", "header.ce-type", "header.CamelKafkaKey"),
                wrong("camel-header", "header.ce-type", "header.kafka.KEY"),
                wrong("canonical-notation", NOTE, "- to: \"bean:ticketBook?method=apply\""),
                wrong("unique-route-id", "id: ticket-opened\n", "id: tell-the-others\n"),
                wrong("direct-target", "direct:tell-the-others", "direct:tell-nobody"),
                wrong("yaml", "    group: support\n", "    group: support\n    group: billing\n"),
                wrong("yaml", "- route:", "- route: ["),
                wrong("one-route-a-file", "- route:", "- beans: []\n- route:"),
                wrong("one-route-a-file", "- route:", "- onException: {exception: [java.lang.Exception]}\n- route:"));
    }

    @ParameterizedTest
    @MethodSource
    void oneThingWrong(String rule, String right, String wrong) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        String yaml = RouteFolder.GOOD.replace(right, wrong);
        assertThat(yaml).isNotEqualTo(RouteFolder.GOOD);
        folder.write("ticket-opened", yaml);

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).contains(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kafka:tickets",
                "seda:later",
                "http:example.com",
                "https:example.com/x",
                "sql:select 1",
                "bean:java.lang.Runtime?method=exec",
                "bean:ticketBook?method=apply(1)",
                "bean:#class:some.Type",
                "provider:read-ticket?tolerate={{codes}}",
                "provider:read-ticket?retry=5",
                "direct:{{where}}",
                "direct",
                "log:tickets",
                "log:tickets?showBody=true",
                "log:tickets?showBody=false&showHeaders=true",
                "events:billing.events.v1",
                "lane:crm",
                "timer:now",
                "{{channel.billing-events}}?x=1",
                "{{some.endpoint}}",
                "exec:ls"
            })
    void anEndpointThatIsNotSafeIsRefused(String uri) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD.replace("bean:ticketBook?method=apply", uri));

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.rule()).isEqualTo("endpoint");
            assertThat(finding.line()).isEqualTo(23);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bean:ticketBook",
                "bean:ticketBook?method=apply",
                "provider:read-ticket",
                "provider:read-ticket?tolerate=SUPPORT-2404,SUPPORT-2005",
                "outbox:crm.commands.v1",
                "{{channel.crm-commands}}",
                "log:tickets?showBody=false"
            })
    void anEndpointOfOursIsAllowed(String uri) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD.replace("bean:ticketBook?method=apply", uri));

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).isEmpty();
    }

    @Test
    void theParametersThatKaotoWritesBesideTheUriAreAllowed() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write(
                "ticket-opened",
                RouteFolder.GOOD.replace(
                        "uri: \"bean:ticketBook?method=apply\"",
                        "uri: \"bean:ticketBook\", parameters: {method: apply}"));

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "toD: {id: x, uri: \"direct:x\"}",
                "recipientList: {id: x, expression: {simple: {expression: \"${header.x}\"}}}",
                "dynamicRouter: {id: x, expression: {simple: {expression: \"${header.x}\"}}}",
                "routingSlip: {id: x, expression: {simple: {expression: \"${header.x}\"}}}",
                "wireTap: {id: x, uri: \"direct:tell-the-others\"}",
                "threads: {id: x}",
                "circuitBreaker: {id: x, steps: [{stop: {id: y}}]}",
                "throttle: {id: x, expression: {constant: {expression: \"3\"}}}",
                "aggregate: {id: x, correlationExpression: {constant: {expression: \"3\"}}, steps: [{stop: {id: y}}]}",
                "resequence: {id: x, expression: {simple: {expression: \"${header.x}\"}}, steps: [{stop: {id: y}}]}",
                "delay: {id: x, expression: {constant: {expression: \"3\"}}}",
                "loop: {id: x, expression: {simple: {expression: \"${header.x}\"}}, steps: [{stop: {id: y}}]}",
                "script: {id: x, expression: {simple: {expression: \"${header.x}\"}}}",
                "process: {id: x, ref: \"#class:some.Type\"}",
                "bean: {id: x, beanType: java.lang.Runtime}",
                "enrich: {id: x, expression: {constant: {expression: \"direct:x\"}}}",
                "pollEnrich: {id: x, expression: {constant: {expression: \"direct:x\"}}}",
                "poll: {id: x, uri: \"direct:x\"}",
                "saga: {id: x, steps: [{stop: {id: y}}]}",
                "transacted: {id: x, steps: [{stop: {id: y}}]}",
                "kamelet: {id: x, name: y}",
                "unmarshal: {id: x, json: {}}",
                "doTry: {id: x, steps: [{stop: {id: y}}], doCatch: [{id: z, exception: [java.lang.Exception], steps: [{stop: {id: w}}]}]}",
                "doTry: {id: x, steps: [{stop: {id: y}}], continued: true}"
            })
    void aPatternThatLosesMessagesIsRefused(String step) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD.replace(NOTE, "- " + step));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).contains("eip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setHeader: {id: x, name: Priority, expression: {constant: {expression: high}}}",
                "setHeader: {id: x, name: Priority, expression: {header: {expression: ce-type}}}",
                "removeHeader: {id: x, name: Priority}",
                "log: {id: x, message: \"ticket of ${header.ce-id} in ${routeId}\"}",
                "stop: {id: x}",
                "multicast: {id: x, stopOnException: true, steps: [{to: {id: y, uri: \"direct:tell-the-others\"}}]}",
                "choice: {id: x, when: [{id: y, expression: {simple: {expression: \"${header.a} == 'b'\"}}, steps: [{stop: {id: z}}]}], otherwise: {id: w, steps: [{stop: {id: v}}]}}"
            })
    void aPatternThatLosesNothingIsAllowed(String step) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD.replace(NOTE, "- " + step));

        // When
        List<RouteFinding> findings = folder.check();

        // Then
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body}",
                "${body.status} == 'new'",
                "${bodyAs(String)} contains 'x'",
                "${header.order.total} > 3",
                "${header.x[0]} == 'a'",
                "${bean:ticketBook?method=isNew}",
                "${exchange.context}",
                "${env:HOME} == 'x'",
                "${sys.user} == 'x'",
                "${properties:some.secret} == 'x'",
                "${ref:ticketBook} == 'x'",
                "${type:java.lang.Runtime} == 'x'",
                "$simple{body} == 'x'",
                "${header.${header.x}} == 'x'",
                "${random(1,3)} == 1",
                "${header.x"
            })
    void anExpressionThatDoesMoreThanCompareHeadersIsRefused(String expression) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write(
                "ticket-opened",
                RouteFolder.GOOD.replace("${header.ce-type} == 'support.ticket.opened.v1'", expression));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).contains("simple");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "groovy",
                "js",
                "java",
                "mvel",
                "ognl",
                "spel",
                "jq",
                "jsonpath",
                "xpath",
                "method",
                "python",
                "ref",
                "csimple",
                "tokenize",
                "language"
            })
    void anotherLanguageIsRefused(String language) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write(
                "ticket-opened",
                RouteFolder.GOOD.replace(
                        "simple:\n                      expression: \"${header.ce-type}",
                        language + ":\n                      expression: \"${header.ce-type}"));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).contains("language");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parallelProcessing: true",
                "parallelAggregate: true",
                "timeout: \"100\"",
                "executorService: \"#pool\""
            })
    void aSplitterThatLeavesTheThreadIsRefused(String option) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write(
                "tell-the-others",
                RouteFolder.GOOD_PART.replace("stopOnException: true", "stopOnException: true\n            " + option));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("parallel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stopOnException: false", "streaming: true"})
    void aSplitterThatGoesOnAfterAFailureIsRefused(String option) {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("tell-the-others", RouteFolder.GOOD_PART.replace("stopOnException: true", option));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("stop-on-exception");
    }

    @Test
    void anObjectMadeInsideARouteIsRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write(
                "tell-the-others",
                RouteFolder.GOOD_PART.replace(
                        "stopOnException: true",
                        "stopOnException: true\n            aggregationStrategy: \"#class:some.Strategy\""));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("instantiation");
    }

    @Test
    void anExpressionReadFromElsewhereIsRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write(
                "tell-the-others", RouteFolder.GOOD_PART.replace("\"${body}\"", "\"resource:classpath:secret.txt\""));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("language");
    }

    @Test
    void aPayloadInALogIsRefused() {
        // Given
        RouteFolder folder = RouteFolder.good(directory);
        folder.write("ticket-opened", RouteFolder.GOOD.replace(NOTE, "- log: {id: x, message: \"got ${body}\"}"));

        // When
        List<String> rules = folder.rules();

        // Then
        assertThat(rules).containsExactly("payload-in-log");
    }

    private static Arguments wrong(String rule, String right, String wrong) {
        return Arguments.of(rule, right, wrong);
    }
}
