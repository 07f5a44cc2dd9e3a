package dev.waag.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a job's matrix gives a name. */
final class MatrixValues {
    private MatrixValues() {}

    /**
     * The values that are written down: of the name itself, and of the rows that {@code include} adds.
     *
     * @return empty where the matrix, that name's values or what is included come from an expression, so that they are not known
     */
    static Optional<List<Yaml.Text>> of(CiFile.Job job, String name) {
        Optional<Yaml> matrix = job.fields().fields("strategy").get("matrix");
        if (matrix.isEmpty()) {
            return Optional.of(List.of()); // the text is empty then
        }
        Optional<Yaml.Fields> fields = matrix.get().asFields();
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        List<Yaml.Text> values = new ArrayList<>();
        for (Map.Entry<String, Yaml.Entry> e : fields.get().entries().entrySet()) {
            boolean own = e.getKey().equalsIgnoreCase(name);
            if (own || e.getKey().equals("include")) {
                if (e.getValue().value().asText().isPresent()) {
                    return Optional.empty();
                }
                for (Yaml row : e.getValue().value().asList()) {
                    Optional<Yaml> value =
                            own ? Optional.of(row) : row.asFields().flatMap(f -> f.get(name));
                    value.flatMap(Yaml::asText).ifPresent(values::add);
                }
            }
        }
        return Optional.of(values);
    }
}
