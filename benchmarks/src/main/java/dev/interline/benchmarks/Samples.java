package dev.interline.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Several measurements of one thing. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The distance between the least and the greatest, as a part of the median. */
    double spread() {
        return (Collections.max(values) - Collections.min(values)) / median();
    }
}
