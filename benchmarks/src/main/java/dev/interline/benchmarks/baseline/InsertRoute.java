package dev.interline.benchmarks.baseline;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/** The shortest Camel route that stores a request before it answers: no signature, no dedupe, nothing that follows. */
@ApplicationScoped
public class InsertRoute extends RouteBuilder {

    private final AgroalDataSource database;

    InsertRoute(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public void configure() {
        bindToRegistry("baseline", database);
        from("platform-http:/camel-insert?httpMethodRestrict=POST")
                .routeId("camel-insert")
                .convertBodyTo(byte[].class)
                .to("sql:insert into baseline_request (body) values (:#${body})?dataSource=#baseline")
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(200))
                .setBody(constant(""));
    }
}
