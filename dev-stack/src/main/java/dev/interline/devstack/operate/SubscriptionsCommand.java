package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** Webhook subscriptions at the providers. */
@Command(
        name = "subscriptions",
        description = "Look at the webhook subscriptions at the providers, mend them, and send heartbeats.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            SubscriptionsCommand.ListThem.class,
            SubscriptionsCommand.Check.class,
            SubscriptionsCommand.RepairThem.class,
            SubscriptionsCommand.Heartbeat.class
        })
public final class SubscriptionsCommand {

    @Command(name = "list", description = "List them as they were last seen.", mixinStandardHelpOptions = true)
    static final class ListThem extends OperateCommand {
        @Override
        void run() {
            SubscriptionTable table = new SubscriptionTable();
            for (AdminApi api : askedConnectors()) {
                api.get("/subscriptions", Map.of()).forEach(one -> table.row(api.service(), one));
            }
            table.print(out);
        }
    }

    @Command(
            name = "check",
            description = "Look at the provider now; nothing is changed there.",
            mixinStandardHelpOptions = true)
    static final class Check extends SubscriptionAct {
        @Override
        String act() {
            return "check";
        }

        @Override
        boolean isDone(JsonNode before, JsonNode now) {
            return isLooked(now);
        }
    }

    @Command(
            name = "repair",
            description = "Look at the provider now, and mend what is wrong with what is ours.",
            mixinStandardHelpOptions = true)
    static final class RepairThem extends SubscriptionAct {
        @Override
        String act() {
            return "repair";
        }

        @Override
        boolean isDone(JsonNode before, JsonNode now) {
            return isLooked(now);
        }

        @Override
        void shown(JsonNode one) {
            one.path("repairs")
                    .forEach(repair -> out.println("  " + Shown.time(repair.path("at")) + " "
                            + String.join(
                                    " ",
                                    List.of(
                                            repair.path("state").asText(),
                                            repair.path("subscription").asText(),
                                            repair.path("detail").asText()))));
        }
    }

    @Command(
            name = "heartbeat",
            description = "Change a record of our own at the provider, and wait for its webhook.",
            mixinStandardHelpOptions = true)
    static final class Heartbeat extends SubscriptionAct {
        @Override
        String act() {
            return "heartbeat";
        }

        @Override
        boolean isDone(JsonNode before, JsonNode now) {
            JsonNode heartbeat = now.path("heartbeat");
            boolean sent =
                    !heartbeat.path("sentAt").equals(before.path("heartbeat").path("sentAt"));
            boolean through =
                    !heartbeat.path("throughAt").equals(before.path("heartbeat").path("throughAt"));
            return sent && (through || heartbeat.hasNonNull("failure"));
        }
    }

    private static boolean isLooked(JsonNode now) {
        return !now.hasNonNull("pending");
    }
}
