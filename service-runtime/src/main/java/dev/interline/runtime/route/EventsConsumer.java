package dev.interline.runtime.route;

import java.util.List;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;

/** A topic's consumers in this process; each has its own partitions, so that one entity's messages stay in order. */
final class EventsConsumer extends DefaultConsumer {

    private final List<Consumer> members;

    EventsConsumer(Endpoint endpoint, Processor intake, List<Consumer> members) {
        super(endpoint, intake);
        this.members = List.copyOf(members);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        ServiceHelper.startService(members);
    }

    @Override
    protected void doStop() throws Exception {
        ServiceHelper.stopAndShutdownServices(members);
        super.doStop();
    }
}
