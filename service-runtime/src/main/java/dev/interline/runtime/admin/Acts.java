package dev.interline.runtime.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.canonical.message.CanonicalJson;
import dev.interline.durable.audit.AuditLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Does what a person asks for, together with its line in the audit log: both or neither. */
@ApplicationScoped
public class Acts {

    private final Jdbi jdbi;
    private final AuditLog audit;

    Acts(Jdbi jdbi, AuditLog audit) {
        this.jdbi = jdbi;
        this.audit = audit;
    }

    /**
     * One act in one transaction.
     *
     * @param action {@code dead-letter.retry}
     * @param detail parameters and reason
     * @param act what is done; if it throws, nothing is done and nothing is written down
     */
    public <T> T perform(
            Caller caller, String action, String target, Map<String, String> detail, Function<Handle, T> act) {
        return jdbi.inTransaction(handle -> {
            T result = act.apply(handle);
            ObjectNode json = CanonicalJson.mapper().createObjectNode();
            new TreeMap<>(detail).forEach(json::put);
            audit.append(handle, caller.name(), action, target, json.toString());
            return result;
        });
    }

    /** Looks without leaving a trace. */
    public <T> T look(Function<Handle, T> look) {
        return jdbi.inTransaction(look::apply);
    }
}
