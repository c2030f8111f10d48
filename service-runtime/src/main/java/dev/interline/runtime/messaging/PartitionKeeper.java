package dev.interline.runtime.messaging;

import dev.interline.durable.retention.Partitions;
import dev.interline.runtime.InterlineConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import org.jdbi.v3.core.Jdbi;

/** Makes and drops the partitions of history; housekeeping calls it. */
@ApplicationScoped
@Named("partitionKeeper")
public class PartitionKeeper {

    private final Partitions partitions;

    PartitionKeeper(Jdbi jdbi, InterlineConfig config) {
        this.partitions =
                new Partitions(jdbi, RetentionTimes.of(config.retention()).policy());
    }

    /** Brings the partitions up to the present. */
    public void maintain() {
        partitions.maintain();
    }
}
