package dev.interline.sandbox.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.interline.sandbox.SandboxConfig.Account;
import dev.interline.sandbox.SandboxConfig.Webhook;
import dev.interline.sandbox.exchange.Json;
import dev.interline.sandbox.state.StateStore;
import dev.interline.sandbox.state.Table;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The endpoints of the accounts. They begin as the configuration has them and change by the providers' APIs; a changed
 * configuration begins anew.
 */
public final class WebhookEndpoints {
    private static final String SEED = "seed";

    private final StateStore store;

    public WebhookEndpoints(StateStore store) {
        this.store = store;
    }

    /**
     * Puts in place what is configured, unless that was done before; inside a change.
     *
     * @param id the provider's id of an endpoint, by its position
     */
    public void seed(Account account, BiFunction<Webhook, Integer, String> id) {
        ArrayNode configured = Json.array();
        List<Webhook> webhooks = account.webhooks();
        for (Webhook webhook : webhooks) {
            configured.add(Endpoint.of("", webhook).toJson());
        }
        Table seeds = new Table(store, "endpoint-seeds");
        String name = account.toString();
        ObjectNode seed = Json.object();
        seed.set(SEED, configured);
        if (seeds.find(name).filter(seed::equals).isPresent()) {
            return;
        }
        List<Endpoint> old = all(account);
        old.forEach(endpoint -> remove(account, endpoint.id()));
        for (int i = 0; i < webhooks.size(); i++) {
            put(account, Endpoint.of(id.apply(webhooks.get(i), i), webhooks.get(i)));
        }
        seeds.put(name, seed);
    }

    /** All of them, oldest first. */
    public List<Endpoint> all(Account account) {
        return table(account).ascending(null).map(Endpoint::fromJson).toList();
    }

    /** Those that are told of changes now. */
    public List<Endpoint> told(Account account) {
        return all(account).stream().filter(Endpoint::enabled).toList();
    }

    public Optional<Endpoint> find(Account account, String id) {
        return table(account).find(id).map(Endpoint::fromJson);
    }

    public void put(Account account, Endpoint endpoint) {
        table(account).put(endpoint.id(), endpoint.toJson());
    }

    public void remove(Account account, String id) {
        table(account).remove(id);
    }

    private Table table(Account account) {
        return new Table(store, "endpoints/" + account);
    }
}
