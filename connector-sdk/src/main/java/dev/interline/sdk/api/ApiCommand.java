package dev.interline.sdk.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.CanonicalCommand;
import java.util.Map;

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
}
