package dev.interline.runtime.admin;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What runs for long, as a caller sees and steers it: looked up by id, paused, resumed, cancelled. Another tenant's is not
 * there.
 *
 * @param <T> a replay, a sync
 */
final class LongRunning<T> {

    private final String kind;
    private final AdminRequest request;
    private final Acts acts;
    private final BiFunction<Handle, String, T> finder;
    private final Function<T, @Nullable String> tenant;

    /**
     * @param kind how it is named in actions and answers: {@code replay}
     * @param finder throws if there is none of the id
     * @param tenant whose it is; absent if it is everybody's
     */
    LongRunning(
            String kind,
            AdminRequest request,
            Acts acts,
            BiFunction<Handle, String, T> finder,
            Function<T, @Nullable String> tenant) {
        this.kind = kind;
        this.request = request;
        this.acts = acts;
        this.finder = finder;
        this.tenant = tenant;
    }

    T get(String id) {
        Caller caller = request.caller(Scope.READ);
        return acts.look(handle -> find(handle, caller, id));
    }

    /** @throws AdminFailure if the caller may not see it */
    T find(Handle handle, Caller caller, String id) {
        T found = finder.apply(handle, id);
        if (!caller.sees(tenant.apply(found))) {
            throw AdminFailure.unknown("There is no " + kind + " " + id + " in this service");
        }
        return found;
    }

    /**
     * Changes its state.
     *
     * @param body may give a reason
     * @param verb {@code pause}
     */
    T change(String id, byte @Nullable [] body, String verb, BiFunction<Handle, String, T> change) {
        DeadLetterResource.One one = AdminRequest.read(body, DeadLetterResource.One.class);
        Caller caller = request.caller(Scope.ADMIN);
        return act(caller, id, verb, Map.of("reason", Objects.requireNonNullElse(one.reason(), "")), change);
    }

    /** Acts upon it, with a line in the audit log. */
    T act(Caller caller, String id, String verb, Map<String, String> detail, BiFunction<Handle, String, T> act) {
        return acts.perform(caller, kind + "." + verb, id, detail, handle -> {
            find(handle, caller, id);
            return act.apply(handle, id);
        });
    }
}
