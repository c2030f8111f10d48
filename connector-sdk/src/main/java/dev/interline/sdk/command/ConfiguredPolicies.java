package dev.interline.sdk.command;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.message.MessageType;
import dev.interline.durable.failure.RetrySchedule;
import dev.interline.durable.lane.CommandPolicies;
import dev.interline.durable.lane.CommandPolicy;
import dev.interline.durable.lane.LanePolicy;
import dev.interline.runtime.InterlineConfig;
import java.util.HashMap;
import java.util.Map;

/**
 * How often each kind of command is tried and what a given-up one does to its lane, as configured. Unless configured
 * otherwise a lane goes on: every command of ours either carries the whole wanted state or looks first at what is there.
 */
final class ConfiguredPolicies {

    private ConfiguredPolicies() {}

    /** @throws IllegalArgumentException if a configured type is no command of this system */
    static CommandPolicies of(InterlineConfig config, BusinessSystem system) {
        InterlineConfig.Dispatcher general = config.dispatcher();
        CommandPolicy usual = new CommandPolicy(
                new RetrySchedule(general.retryFirst(), general.retryCap(), general.giveUpAfter()),
                LanePolicy.SKIP_AND_RECONCILE);
        Map<String, CommandPolicy> special = new HashMap<>();
        config.commands().forEach((type, settings) -> {
            if (!type.startsWith(system.token() + ".")
                    || MessageType.named(type).isEmpty()) {
                throw new IllegalArgumentException(
                        "interline.commands.\"" + type + "\" is no command of the " + system.token()
                                + " system; commands are called like " + system.token() + ".upsert-account.v1");
            }
            special.put(
                    type,
                    new CommandPolicy(
                            new RetrySchedule(
                                    settings.retryFirst().orElse(general.retryFirst()),
                                    settings.retryCap().orElse(general.retryCap()),
                                    settings.giveUpAfter().orElse(general.giveUpAfter())),
                            settings.lanePolicy().orElse(LanePolicy.SKIP_AND_RECONCILE)));
        });
        return type -> special.getOrDefault(type, usual);
    }
}
