package dev.interline.sandbox.zendesk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Answer;
import dev.interline.sandbox.exchange.Json;

/** Background jobs: answered as queued, found completed; a single failure shows only in its result. */
final class ZendeskJobs {
    private ZendeskJobs() {}

    static Answer queue(ZendeskCall call, String type, ArrayNode results) {
        String id = "V3-" + String.format("%032x", call.desk().nextId());
        ObjectNode job = Json.object()
                .put("id", id)
                .put("job_type", type)
                .put("url", call.desk().url("job_statuses/" + id))
                .put("total", results.size())
                .put("progress", results.size())
                .put("status", "completed")
                .put(
                        "message",
                        "Completed at " + ZendeskDesk.time(call.effects().now()));
        job.set("results", results);
        call.desk().jobs().put(id, job);
        ObjectNode queued = job.deepCopy();
        queued.put("status", "queued").putNull("progress").putNull("message").putNull("results");
        return answer(queued);
    }

    static Answer status(ZendeskCall call) {
        return answer(call.desk().jobs().find(call.id()).orElseThrow(ZendeskErrors::notFound));
    }

    private static Answer answer(ObjectNode job) {
        ObjectNode body = Json.object();
        body.set("job_status", job);
        return Answer.json(200, body);
    }
}
