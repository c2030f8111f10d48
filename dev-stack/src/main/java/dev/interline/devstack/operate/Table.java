package dev.interline.devstack.operate;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows in columns as wide as what stands in them. */
final class Table {

    private static final int WIDEST = 60;

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    /** One whose first column is the service. */
    static Table ofServices(String... heads) {
        return new Table(Stream.concat(Stream.of("SERVICE"), Stream.of(heads)).toArray(String[]::new));
    }

    /** A row of a service's. */
    void rowOf(String service, Object... cells) {
        row(Stream.concat(Stream.of(service), Stream.of(cells)).toArray());
    }

    void row(Object... cells) {
        List<String> row = new ArrayList<>(cells.length);
        for (Object cell : cells) {
            String text = String.valueOf(cell).replaceAll("\\s+", " ");
            row.add(
                    text.length() > WIDEST && row.size() + 1 < cells.length
                            ? text.substring(0, WIDEST - 1) + "…"
                            : text);
        }
        rows.add(row);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    /** @param none what is said if there is no row */
    void print(PrintStream out, String none) {
        if (isEmpty()) {
            out.println(none);
        } else {
            print(out);
        }
    }

    void print(PrintStream out) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        rows.forEach(row -> {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(i == columns - 1 ? row.get(i) : String.format("%-" + (widths[i] + 2) + "s", row.get(i)));
            }
            out.println(line.toString().stripTrailing());
        });
    }
}
