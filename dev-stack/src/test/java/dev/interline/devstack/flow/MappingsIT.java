package dev.interline.devstack.flow;

import static dev.interline.devstack.flow.StripeEvents.customer;
import static dev.interline.devstack.flow.StripeEvents.event;
import static dev.interline.devstack.flow.StripeEvents.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another version of a mapping counts while events run, and is taken back, without a restart and without a loss. */
class MappingsIT {

    private static final String MAPPING = "stripe.customer.from";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InterlineStack stack = InterlineStack.running();
    private final Providers providers = new Providers(stack);

    @TempDir
    private Path folder;

    @Test
    void aVersionIsTriedActivatedAndTakenBackWhileEventsRun() throws IOException {
        // Given
        Path overlay = Files.writeString(
                folder.resolve("globex.jslt"), "{\n  \"name\": clean(\"Overlaid \" + .name, 255)\n}\n");
        String before = send();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(companies(before)).containsExactly(before));

        // When: kept and looked at
        int version = version(mapping(0, "add", "--file", overlay.toString(), "--reason", "names of the subsidiary"));
        String preview = mapping(
                0,
                "preview",
                "--version",
                Integer.toString(version),
                "--against",
                "0",
                "--connection",
                "globex-stripe",
                "--last",
                "5");

        // Then: nothing has changed
        assertThat(preview).contains("name").doesNotContain(before);
        String still = send();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(companies(still)).containsExactly(still));

        // When: made active and taken back while events run
        List<String> during = new CopyOnWriteArrayList<>();
        try (ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
            traffic.scheduleAtFixedRate(() -> during.add(send()), 0, 400, TimeUnit.MILLISECONDS);
            assertThat(act("activate", "\"version\": " + version + ",").status())
                    .isEqualTo(200);
            String overlaid = send();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(companies(overlaid)).containsExactly("Overlaid " + overlaid));
            assertThat(mapping(0, "rollback", "--reason", "the names were right"))
                    .contains("version 0 is active");
        }

        // Then: each company is there once, by the one version or the other
        String after = send();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(companies(after)).containsExactly(after);
            assertThat(during).allSatisfy(name -> assertThat(companies(name)).hasSize(1));
        });
        assertThat(during.stream().flatMap(name -> companies(name).stream()))
                .anyMatch(name -> name.startsWith("Overlaid "));
        assertThat(stack.command(0, "mapping", "list")).contains(MAPPING, "names of the subsidiary");
        assertThat(stack.command(0, "audit", "list")).contains("mapping.activate", "mapping.rollback");
    }

    @Test
    void aFileThatIsNoMappingIsRefusedWithItsLineAndOneThatFailsWithItsPath() throws IOException {
        // Given
        Path broken = Files.writeString(folder.resolve("broken.jslt"), "{\n  \"name\": clean(.name,\n}\n");
        Path unknown = Files.writeString(folder.resolve("unknown.jslt"), "{\n\n  \"nickname\": text(.name)\n}\n");
        Path failing = Files.writeString(folder.resolve("failing.jslt"), "{\n  \"name\": number(.name)\n}\n");

        // When
        String noMapping = mapping(1, "add", "--file", broken.toString(), "--reason", "x");
        String noFact = mapping(0, "add", "--file", unknown.toString(), "--reason", "x");
        String added = mapping(0, "add", "--file", failing.toString(), "--reason", "x");
        Providers.Answer answer = act("activate", "\"version\": " + version(added) + ",");

        // Then
        assertThat(added).contains("version " + version(added) + " line 2", "field \"name\"");
        assertThat(noMapping).contains("customer.from.jslt of globex line 2", "line 3, column 1");
        assertThat(noFact)
                .contains(MAPPING, "line 3, field \"nickname\"", "no field of an account has that name", "--force");
        assertThat(answer.status()).as(answer.body()).isEqualTo(409);
        assertThat(answer.body()).contains("stays inactive", "customer.from.jslt of globex");
        assertThat(stack.command(0, "mapping", "list").lines())
                .filteredOn(line -> line.contains(MAPPING) && line.contains("globex"))
                .noneMatch(line -> line.contains(" active "));
    }

    @Test
    void aTenantsKeyChangesNoBase() {
        // When
        Providers.Answer answer = providers.post(
                stack.url("billing-connector") + "/admin/v1/mappings/" + MAPPING + "/activate",
                "{\"version\": 0, \"reason\": \"x\"}",
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + stack.apiKey("globex"));

        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    }

    /** Stripe tells of a new customer; its name. */
    private String send() {
        String name = fresh("Mapped");
        providers.stripeWebhook(
                "globex-stripe", event("customer.created", customer(fresh("cus"), name, "a@" + name + ".example")));
        return name;
    }

    /** What companies there are of that name, overlaid or not. */
    private List<String> companies(String name) {
        List<String> names = new ArrayList<>();
        for (String called : List.of(name, "Overlaid " + name)) {
            providers.companies("globex", called).forEach(company -> names.add(called));
        }
        return names;
    }

    private String mapping(int exitCode, String act, String... options) {
        List<String> command = new ArrayList<>(List.of("mapping", act, "--mapping", MAPPING, "--tenant", "globex"));
        command.addAll(List.of(options));
        return stack.command(exitCode, command.toArray(String[]::new));
    }

    private Providers.Answer act(String act, String members) {
        return providers.post(
                stack.url("billing-connector") + "/admin/v1/mappings/" + MAPPING + "/" + act,
                "{\"tenant\": \"globex\", " + members + " \"reason\": \"previewed\"}",
                "Content-Type",
                "application/json",
                "Authorization",
                "Bearer " + stack.apiKey("admin"));
    }

    private static int version(String added) {
        Matcher version = Pattern.compile("version (\\d+) is kept").matcher(added);
        assertThat(version.find()).as(added).isTrue();
        return Integer.parseInt(version.group(1));
    }
}
