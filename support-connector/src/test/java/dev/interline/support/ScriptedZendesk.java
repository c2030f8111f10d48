package dev.interline.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.interline.sdk.provider.OperationDescriptor;
import dev.interline.sdk.provider.ProviderAnswer;
import dev.interline.sdk.provider.ProviderRequest;
import dev.interline.testkit.command.ProviderStandIn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** In the place of Zendesk: answers as told, in this order. */
final class ScriptedZendesk extends ProviderStandIn {

    private final Deque<Scripted> script = new ArrayDeque<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private final List<Map<String, String>> queries = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();

    ScriptedZendesk() {
        super(new ZendeskGateway());
    }

    private record Scripted(String operation, ProviderAnswer answer) {}

    ScriptedZendesk answers(String operation, int status, String body) {
        script.add(new Scripted(operation, Answers.answer(status, body)));
        return this;
    }

    /** The body of a call, the first is 0. */
    JsonNode request(int call) {
        return requests.get(call);
    }

    /** The query of a call, the first is 0. */
    Map<String, String> query(int call) {
        return queries.get(call);
    }

    /** The HTTP methods of the calls. */
    List<String> methods() {
        return methods;
    }

    @Override
    protected ProviderAnswer answer(OperationDescriptor operation, ProviderRequest request) {
        queries.add(request.query());
        methods.add(request.method());
        requests.add(request.body() == null ? MissingNode.getInstance() : Answers.body(request));
        Scripted next = script.poll();
        if (next == null || !next.operation().equals(operation.name())) {
            throw new AssertionError("unexpected call of " + operation.name());
        }
        return next.answer();
    }
}
