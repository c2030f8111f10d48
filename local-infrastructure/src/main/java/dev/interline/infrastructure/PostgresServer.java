package dev.interline.infrastructure;

/** A running PostgreSQL server that belongs to the caller. */
public interface PostgresServer extends AutoCloseable {

    /** @return the process id of the postmaster */
    long pid();

    /** @return the TCP port on 127.0.0.1 */
    int port();

    /**
     * @param database a name that was given to {@link #createDatabase}
     * @return the JDBC address without user and password
     */
    String jdbcUrl(String database);

    /**
     * Creates the owner role and its database, or brings the password of an existing one up to date.
     *
     * @param database lower-case name; letters, digits and underscores
     * @param owner the login role that will own it; the same rule for its name
     * @param password the role's password
     * @throws InfrastructureFailure if the server refuses
     */
    void createDatabase(String database, String owner, String password);

    /** Ends the server as {@code kill -9} does: no checkpoint, no goodbye. The data directory can be started again. */
    void kill();

    /** Ends the server in its fast mode: open transactions are rolled back, everything committed is on disk. */
    @Override
    void close();
}
