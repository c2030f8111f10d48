package dev.interline.durable.lane;

/** The policy of each kind of command. */
@FunctionalInterface
public interface CommandPolicies {

    /** @param type the command's type, {@code crm.upsert-account.v1} */
    CommandPolicy of(String type);
}
