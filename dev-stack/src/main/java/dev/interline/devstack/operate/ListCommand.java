package dev.interline.devstack.operate;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rows that match a filter, of every service that is asked. */
abstract class ListCommand extends OperateCommand {

    @Mixin
    @SuppressWarnings("NullAway.Init") // picocli sets it before the call
    private FilterOptions filter;

    @Option(names = "-n", paramLabel = "ROWS", description = "At most so many of each service (default: 50).")
    private int limit = 50;

    private final String path;
    private final String none;
    private final String[] heads;

    /**
     * @param path where a service lists them
     * @param none what is said if there are none
     * @param heads of the columns after the service
     */
    ListCommand(String path, String none, String... heads) {
        this.path = path;
        this.none = none;
        this.heads = heads;
    }

    /** The cells of a row, as many as there are heads. */
    abstract Object[] cells(JsonNode row);

    @Override
    final void run() {
        Table table = Table.ofServices(heads);
        for (AdminApi api : asked()) {
            api.get(path, filter.query(limit)).path("items").forEach(row -> table.rowOf(api.service(), cells(row)));
        }
        table.print(out, none);
    }
}
