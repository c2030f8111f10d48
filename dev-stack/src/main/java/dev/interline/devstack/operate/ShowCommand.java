package dev.interline.devstack.operate;

import java.util.Map;
import picocli.CommandLine.Parameters;

/** All that is known of one thing, from the service that has it. */
abstract class ShowCommand extends OperateCommand {

    @Parameters(paramLabel = "ID", description = "As a list shows it.")
    private String id = "";

    private final String path;

    /** @param path where a service lists such things */
    ShowCommand(String path) {
        this.path = path;
    }

    @Override
    final void run() {
        Shown.json(out, Services.first(asked(), api -> api.get(path + "/" + AdminApi.encode(id), Map.of())));
    }
}
