package dev.interline.devstack.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be said about the manifests without a cluster: their form, their policy, and that overlays fit the base. */
class ManifestsTest {

    private static final Path KUSTOMIZE = ProjectFiles.root().resolve("deploy/kustomize");

    @Test
    void everyManifestHasOnlyFieldsThatExist() {
        assertThat(manifests("deploy/kustomize").objects()).hasSizeGreaterThan(5);
    }

    @Test
    void aMisspeltFieldIsNoticed() {
        List<JsonNode> misspelt = ProjectFiles.documents(ProjectFiles.read("deploy/kustomize/base/deployment.yaml")
                .replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"));
        assertThatThrownBy(() -> Manifests.parse(misspelt)).hasMessageContaining("readOnlyRootFileSystem");
    }

    @Test
    void everyDeploymentIsRestricted() {
        assertThat(base().of(Deployment.class)).isNotEmpty().allSatisfy(deployment -> {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(60);
            assertThat(pod.getTopologySpreadConstraints())
                    .isNotEmpty()
                    .allSatisfy(spread -> assertThat(spread.getLabelSelector()).isNotNull());
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getContainers()).isNotEmpty().allSatisfy(container -> {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
                assertThat(container.getResources().getLimits()).containsKey("memory");
            });
        });
    }

    @Test
    void everyDeploymentIsProbedOnTheManagementPort() {
        assertThat(containers(base())).isNotEmpty().allSatisfy(container -> {
            assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/observe/health/started");
            assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/observe/health/ready");
            assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/observe/health/live");
            assertThat(List.of(
                            container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe()))
                    .allSatisfy(probe ->
                            assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("management"));
            assertThat(container.getEnv().stream().map(variable -> variable.getName() + "=" + variable.getValue()))
                    .contains("QUARKUS_HTTP_HOST=0.0.0.0", "QUARKUS_MANAGEMENT_HOST=0.0.0.0")
                    .anyMatch(variable -> variable.startsWith("INTERLINE_INSTANCE="));
        });
    }

    @Test
    void nothingIsSelectedByAnEmptySelector() {
        assertThat(base().of(PodDisruptionBudget.class)).isNotEmpty().allSatisfy(budget -> {
            assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
            assertThat(budget.getSpec().getSelector().getMatchLabels()).isNotEmpty();
        });
        assertThat(manifests("deploy/kustomize").of(NetworkPolicy.class))
                .isNotEmpty()
                .allSatisfy(
                        policy -> assertThat(policy.getSpec().getPodSelector().getMatchLabels())
                                .isNotEmpty());
    }

    /** Kustomize writes a service's labels into every matchLabels of a policy, and would cut it off from its database. */
    @Test
    void peersOfANetworkPolicyAreNamedByExpressions() {
        assertThat(base().of(NetworkPolicy.class))
                .isNotEmpty()
                .flatExtracting(policy -> policy.getSpec().getEgress())
                .isNotEmpty()
                .allSatisfy(rule -> {
                    assertThat(rule.getPorts()).isNotEmpty();
                    assertThat(rule.getTo()).isNotEmpty().allSatisfy(peer -> assertThat(peer.getPodSelector() == null
                                    || peer.getPodSelector().getMatchLabels().isEmpty())
                            .isTrue());
                });
    }

    @Test
    void theNamespaceDeniesWhatNoPolicyAllows() {
        assertThat(manifests("deploy/kustomize/namespace").of(NetworkPolicy.class))
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
                    assertThat(policy.getSpec().getIngress()).isEmpty();
                    assertThat(policy.getSpec().getEgress()).isEmpty();
                });
    }

    @Test
    void everyServiceHasItsOverlayAndEveryOverlayItsService() {
        // Given
        Set<String> services = ProjectFiles.below("", "application.properties").stream()
                .filter(file -> file.endsWith("src/main/resources/application.properties"))
                .map(ProjectFiles::module)
                .filter(module -> !module.equals("benchmarks"))
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(overlays()).isNotEmpty().isEqualTo(services);
        List<String> applied = new ArrayList<>();
        kustomization("").path("resources").forEach(resource -> applied.add(resource.asText()));
        assertThat(applied)
                .containsAll(
                        services.stream().map(service -> "overlays/" + service).toList());
    }

    @Test
    void everyPatchOfAnOverlayFitsTheBase() {
        for (String service : overlays()) {
            List<JsonNode> base = withComponents(service);
            JsonNode overlay = kustomization("overlays/" + service);
            assertThat(overlay.path("resources").path(0).asText()).isEqualTo("../../base");
            assertThat(overlay.path("labels")
                            .path(0)
                            .path("pairs")
                            .path("app.kubernetes.io/name")
                            .asText())
                    .isEqualTo(service);
            assertThat(overlay.path("patches")).isNotEmpty().allSatisfy(patch -> {
                List<JsonNode> targets = base.stream()
                        .filter(object -> fits(patch.path("target").path("kind"), object.path("kind"))
                                && fits(
                                        patch.path("target").path("name"),
                                        object.path("metadata").path("name")))
                        .toList();
                assertThat(targets).isNotEmpty();
                for (JsonNode operation : operations(patch)) {
                    assertThat(targets).allSatisfy(target -> assertThat(
                                    target.at(operation.path("path").asText()).isMissingNode())
                            .as(service + ": " + operation)
                            .isFalse());
                }
            });
        }
    }

    @Test
    void everyConnectorReadsTheKeysThatSealWhatItsDatabaseHolds() {
        assertThat(overlays())
                .filteredOn(service -> service.endsWith("-connector"))
                .isNotEmpty()
                .allSatisfy(service -> assertThat(
                                Manifests.parse(withComponents(service)).of(Deployment.class))
                        .singleElement()
                        .satisfies(deployment -> {
                            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
                            Container container = pod.getContainers().getFirst();
                            assertThat(pod.getVolumes())
                                    .filteredOn(volume -> volume.getName().equals("keys"))
                                    .singleElement()
                                    .satisfies(volume -> assertThat(
                                                    volume.getSecret().getOptional())
                                            .as("a pod without keys does not start")
                                            .isNotEqualTo(Boolean.TRUE));
                            assertThat(container.getVolumeMounts())
                                    .filteredOn(mount -> mount.getName().equals("keys"))
                                    .singleElement()
                                    .satisfies(mount -> {
                                        assertThat(mount.getMountPath()).isEqualTo("/keys");
                                        assertThat(mount.getReadOnly()).isTrue();
                                    });
                            assertThat(container.getEnv())
                                    .anySatisfy(
                                            variable -> assertThat(variable.getName() + "=" + variable.getValue())
                                                    .isEqualTo(
                                                            "SMALLRYE_CONFIG_LOCATIONS=/config/service.properties,/keys/keys.properties"));
                            assertThat(kustomization("overlays/" + service).toString())
                                    .contains("/volumes/2/secret/secretName, value: " + service + "-keys");
                        }));
    }

    @Test
    void everyResourceOfAKustomizationExists() {
        assertThat(ProjectFiles.below("deploy/kustomize", "kustomization.yaml"))
                .isNotEmpty()
                .allSatisfy(file -> {
                    JsonNode kustomization = ProjectFiles.documents(file).getFirst();
                    for (String list : List.of("resources", "components")) {
                        kustomization.path(list).forEach(resource -> assertThat(
                                        Files.exists(file.resolveSibling(resource.asText())))
                                .as(ProjectFiles.name(file) + ": " + resource)
                                .isTrue());
                    }
                });
    }

    @Test
    void everyDeploymentHasItsAccountItsBudgetAndItsPolicy() {
        Manifests base = base();
        assertThat(base.of(Deployment.class)).isNotEmpty().allSatisfy(deployment -> {
            String name = deployment.getMetadata().getName();
            assertThat(names(base.of(ServiceAccount.class)))
                    .contains(deployment.getSpec().getTemplate().getSpec().getServiceAccountName());
            assertThat(names(base.of(PodDisruptionBudget.class))).contains(name);
            assertThat(names(base.of(NetworkPolicy.class))).contains(name);
        });
    }

    private static List<String> names(List<? extends HasMetadata> objects) {
        return objects.stream().map(object -> object.getMetadata().getName()).toList();
    }

    private static boolean fits(JsonNode wanted, JsonNode actual) {
        return wanted.isMissingNode() || wanted.asText().equals(actual.asText());
    }

    private static List<Container> containers(Manifests manifests) {
        return manifests.of(Deployment.class).stream()
                .flatMap(deployment -> deployment.getSpec().getTemplate().getSpec().getContainers().stream())
                .toList();
    }

    /** The base with the service's components laid over it, as kustomize does before the overlay's own patches. */
    private static List<JsonNode> withComponents(String service) {
        List<JsonNode> objects = new ArrayList<>();
        ProjectFiles.below("deploy/kustomize/base", ".yaml").stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .forEach(file -> objects.addAll(ProjectFiles.documents(file)));
        kustomization("overlays/" + service).path("components").forEach(component -> kustomization(
                        "overlays/" + service + "/" + component.asText())
                .path("patches")
                .forEach(patch -> objects.stream()
                        .filter(object -> fits(patch.path("target").path("kind"), object.path("kind")))
                        .forEach(object -> operations(patch).forEach(operation -> apply(operation, object)))));
        return objects;
    }

    /** A list at the root of a document is read as the documents in it. */
    private static List<JsonNode> operations(JsonNode patch) {
        List<JsonNode> operations = ProjectFiles.documents(patch.path("patch").asText());
        assertThat(operations).isNotEmpty().allSatisfy(operation -> assertThat(
                        operation.path("op").asText())
                .isNotEmpty());
        return operations;
    }

    /** The operations of JSON Patch (RFC 6902) that our components use. */
    private static void apply(JsonNode operation, JsonNode object) {
        String path = operation.path("path").asText();
        JsonNode parent = object.at(path.substring(0, path.lastIndexOf('/')));
        String last = path.substring(path.lastIndexOf('/') + 1);
        JsonNode value = operation.path("value");
        switch (operation.path("op").asText()) {
            case "add" -> {
                assertThat(last).as("%s", operation).isEqualTo("-");
                ((ArrayNode) parent).add(value);
            }
            case "replace" -> {
                assertThat(parent.has(last)).as("%s", operation).isTrue();
                ((ObjectNode) parent).set(last, value);
            }
            case "test" -> assertThat(object.at(path)).as("%s", operation).isEqualTo(value);
            default -> throw new IllegalArgumentException("not applied here: " + operation);
        }
    }

    private static Set<String> overlays() {
        return ProjectFiles.below("deploy/kustomize/overlays", "kustomization.yaml").stream()
                .map(file ->
                        Objects.requireNonNull(file.getParent()).getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode kustomization(String folder) {
        return ProjectFiles.documents(KUSTOMIZE.resolve(folder).resolve("kustomization.yaml"))
                .getFirst();
    }

    private static Manifests base() {
        return manifests("deploy/kustomize/base");
    }

    private static Manifests manifests(String folder) {
        List<JsonNode> documents = new ArrayList<>();
        ProjectFiles.below(folder, ".yaml").stream()
                .filter(file -> !file.endsWith("kustomization.yaml"))
                .forEach(file -> documents.addAll(ProjectFiles.documents(file)));
        return Manifests.parse(documents);
    }
}
