package dev.interline.benchmarks.baseline;

import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** The shortest Camel route that stores a request before it answers: no signature, no dedupe, nothing that follows. */
@ApplicationScoped
public class InsertRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("platform-http:/camel-insert?httpMethodRestrict=POST")
                .routeId("camel-insert")
                .convertBodyTo(byte[].class)
                .to("sql:insert into baseline_request (body) values (:#${body})")
                .setBody(constant(""));
    }
}
