package dev.interline.sandbox.fault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.exchange.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The faults in force; they live as long as the process. The first that matches and fires decides a call's fate. */
public final class FaultPlan {
    private final List<Armed> faults = new ArrayList<>();
    private int lastId;

    private static final class Armed {
        private final String id;
        private final Fault fault;
        private final Random random;
        private int hits;

        private Armed(String id, Fault fault) {
            this.id = id;
            this.fault = fault;
            Long seed = fault.seed();
            this.random = seed == null ? new Random() : new Random(seed);
        }

        private boolean fires() {
            Integer times = fault.times();
            if (times != null && hits >= times) {
                return false;
            }
            if (fault.probability() < 1 && random.nextDouble() >= fault.probability()) {
                return false;
            }
            hits++;
            return true;
        }
    }

    /** Puts a fault in force; the answer is its id. */
    public synchronized String add(Fault fault) {
        lastId++;
        String id = "fault-" + lastId;
        faults.add(new Armed(id, fault));
        return id;
    }

    public synchronized boolean remove(String id) {
        return faults.removeIf(armed -> armed.id.equals(id));
    }

    public synchronized void clear() {
        faults.clear();
    }

    /** The fault that hits this call, if any; counts as a hit. */
    public synchronized Optional<Fault> strike(String provider, @Nullable String account, String method, String path) {
        for (Armed armed : faults) {
            if (armed.fault.matches(provider, account, method, path) && armed.fires()) {
                return Optional.of(armed.fault);
            }
        }
        return Optional.empty();
    }

    /** Every fault with its id and how often it hit. */
    public synchronized ArrayNode toJson() {
        ArrayNode list = Json.array();
        for (Armed armed : faults) {
            ObjectNode json = Json.object().put("id", armed.id);
            json.setAll(armed.fault.toJson());
            list.add(json.put("hits", armed.hits));
        }
        return list;
    }
}
