package dev.interline.testkit.contract;

/**
 * The conformance suite of a connector, without a container. All connectors extend it, declare their capabilities, and must
 * refuse cleanly what they do not declare. Where each demand on a connector is exercised:
 *
 * <table>
 * <caption>Demands</caption>
 * <tr><td>signature, forged requests, secret rotation, clock edges</td><td>{@link SignatureContract}, and over HTTP
 *     {@link ConnectorConformanceTest}</td></tr>
 * <tr><td>replayed requests, duplicates, reorder, several events in one request</td><td>{@link ConnectorConformanceTest};
 *     keys and meaning {@link TranslationContract}</td></tr>
 * <tr><td>thin events, merge, deletion, privacy deletion, unknown and broken events</td><td>{@link TranslationContract}</td></tr>
 * <tr><td>every failure kind, throttling classes, partial failure</td><td>{@link FailureContract}; each fault of a provider
 *     and of the network {@link ConnectorConformanceTest}</td></tr>
 * <tr><td>pagination ends</td><td>{@link SyncSourceContractTest} for each source; a backfill through faults
 *     {@link ConnectorConformanceTest}</td></tr>
 * </table>
 */
public abstract class ConnectorContractTest implements SignatureContract, TranslationContract, FailureContract {}
