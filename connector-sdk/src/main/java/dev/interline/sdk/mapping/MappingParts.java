package dev.interline.sdk.mapping;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The mappings of this service, kept as the database says from start to stop. */
@ApplicationScoped
public class MappingParts {

    private static final int BEFORE_ANYTHING_IS_TAKEN_IN = 1;

    private final Mappings mappings;
    private final MappingRefresh refresh;

    MappingParts(Jdbi jdbi, Instance<MappingDefinitions> definitions) {
        this.mappings =
                Mappings.packaged(definitions.isResolvable() ? definitions.get() : new MappingDefinitions(List.of()));
        this.refresh = new MappingRefresh(jdbi, mappings);
    }

    void start(@Observes @Priority(BEFORE_ANYTHING_IS_TAKEN_IN) StartupEvent started) {
        refresh.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        refresh.close();
    }

    /** What was just made active here counts here at once. */
    void refreshNow() {
        refresh.refresh();
    }

    @Produces
    @Singleton
    Mappings mappings() {
        return mappings;
    }
}
