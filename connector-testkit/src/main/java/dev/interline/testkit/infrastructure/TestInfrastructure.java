package dev.interline.testkit.infrastructure;

/** What a test of a whole service stands on. The system property {@value #PROPERTY} chooses where it comes from. */
public interface TestInfrastructure extends AutoCloseable {

    /** {@code embedded} (default: processes from Maven artifacts) or {@code containers} (Testcontainers). */
    String PROPERTY = "interline.infra";

    /** A database of that name with an owner of the same name and the password {@code secret}; its JDBC address. */
    String createDatabase(String name);

    /** For {@code bootstrap.servers}. */
    String bootstrapServers();

    /** Stops both. */
    @Override
    void close();

    /**
     * Starts PostgreSQL and Kafka as the property says.
     *
     * @throws IllegalArgumentException if the property names neither
     * @throws IllegalStateException if containers are wanted and no engine answers
     */
    static TestInfrastructure start() {
        String kind = System.getProperty(PROPERTY, "embedded");
        return switch (kind) {
            case "embedded" -> new EmbeddedInfrastructure();
            case "containers" -> new ContainerInfrastructure();
            default ->
                throw new IllegalArgumentException(
                        "-D" + PROPERTY + " is 'embedded' or 'containers', but was '" + kind + "'");
        };
    }
}
