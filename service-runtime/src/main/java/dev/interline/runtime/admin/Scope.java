package dev.interline.runtime.admin;

import java.util.Locale;

/** What an API key may do; a wider scope includes the narrower ones. */
public enum Scope {
    /** Look. */
    READ,
    /** Send commands to a provider through the system API. */
    WRITE,
    /** Retry, discard, replay, release. */
    ADMIN,
    /** Make a provider do again what it has done: force a new effect. */
    FORCE;

    /** @throws IllegalArgumentException if there is no such scope */
    static Scope named(String name) {
        for (Scope scope : values()) {
            if (scope.name().equalsIgnoreCase(name.strip())) {
                return scope;
            }
        }
        throw new IllegalArgumentException(
                "There is no scope '" + name + "' (interline.api-keys.*.scopes); scopes are read, write, admin, force");
    }

    /** As the configuration has it: {@code read}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
