package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.AccountId;
import dev.interline.canonical.CanonicalCommand;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;

/** One thing a caller can ask for, as a canonical command. */
@FunctionalInterface
public interface ApiCommand {

    /**
     * What is wanted.
     *
     * @param subject the entity whose lane it goes into, as commands from other services name it
     */
    record Wanted(CanonicalCommand command, String subject) {}

    /**
     * The command.
     *
     * @param path the variables of the path
     * @param body fits the contract; a missing node where it has none
     */
    Wanted of(Map<String, String> path, JsonNode body);

    /**
     * A command that carries an account's facts: {@code key} in the path is the account's id, {@code fields} in the body are
     * the facts by their names.
     */
    static ApiCommand ofAccount(BiFunction<AccountId, Map<AccountField, String>, CanonicalCommand> command) {
        return (path, body) -> {
            AccountId account = new AccountId(path.getOrDefault("key", ""));
            Map<AccountField, String> facts = new EnumMap<>(AccountField.class);
            body.path("fields")
                    .properties()
                    .forEach(fact -> facts.put(
                            AccountField.ofToken(fact.getKey()), fact.getValue().asText()));
            return new Wanted(command.apply(account, facts), account.value());
        };
    }
}
