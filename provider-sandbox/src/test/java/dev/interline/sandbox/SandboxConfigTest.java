package dev.interline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.interline.sandbox.SandboxConfig.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxConfigTest {
    @TempDir
    private Path directory = Path.of("replaced by JUnit");

    private SandboxConfig read(String json) throws IOException {
        return SandboxConfig.read(Files.writeString(directory.resolve("sandbox.json"), json.replace('\'', '"')));
    }

    @Test
    void the_file_says_who_lives_here() throws IOException {
        // Given
        String json = "{'host':'127.0.0.1','port':18090,'retryScale':0.5,'accounts':[{'provider':'hubspot',"
                + "'account':'62515001','apiTokens':['pat'],'rateLimit':{'max':100,'intervalMillis':10000},"
                + "'webhooks':[{'url':'http://127.0.0.1:1/x','secret':'s','appId':4711,'events':['company.creation']}]}]}";

        // When
        SandboxConfig config = read(json);

        // Then
        Account account = config.accounts().get(0);
        assertThat(config.port()).isEqualTo(18090);
        assertThat(config.dataDirectory()).isNull();
        assertThat(config.retryScale()).isEqualTo(0.5);
        assertThat(account.rateLimit()).isEqualTo(new SandboxConfig.RateLimit(100, 10_000));
        assertThat(account.webhooks().get(0).appId()).isEqualTo(4711);
        assertThat(account.webhooks().get(0).wants("company.creation")).isTrue();
        assertThat(account.webhooks().get(0).wants("company.deletion")).isFalse();
    }

    @Test
    void no_port_means_any_free_one_and_no_webhooks_means_none() throws IOException {
        // Given
        String json = "{'accounts':[{'provider':'zendesk','account':'acme','apiTokens':['t']}]}";

        // When
        SandboxConfig config = read(json);

        // Then
        assertThat(config.port()).isZero();
        assertThat(config.webhookConcurrency()).isEqualTo(1);
        assertThat(config.accounts().get(0).webhooks()).isEmpty();
    }

    @Test
    void mistakes_are_named() {
        // Given
        List<String> mistakes = List.of(
                "{'prot':1}",
                "{'port':99999}",
                "{'accounts':[{'provider':'hubspot','account':'acme','apiTokens':['t']}]}",
                "{'accounts':[{'provider':'stripe','account':'a','apiTokens':[]}]}",
                "{'accounts':[{'provider':'stripe','account':'a','apiTokens':['t'],"
                        + "'webhooks':[{'url':'ftp://x','secret':'s'}]}]}");

        // When
        List<String> said = mistakes.stream()
                .map(json -> {
                    try {
                        return read(json).toString();
                    } catch (InvalidConfig mistake) {
                        return String.valueOf(mistake.getMessage());
                    } catch (IOException impossible) {
                        return impossible.toString();
                    }
                })
                .toList();

        // Then
        assertThat(said)
                .satisfiesExactly(
                        text -> assertThat(text).contains("prot"),
                        text -> assertThat(text).contains("port 99999"),
                        text -> assertThat(text).contains("portal number"),
                        text -> assertThat(text).contains("apiTokens"),
                        text -> assertThat(text).contains("webhooks.[0]", "http(s) URL"));
    }

    @Test
    void secrets_and_tokens_do_not_show_in_text() {
        // Given
        Account account = Account.of(
                "stripe", "acct_1", "sk_test_secret", SandboxConfig.Webhook.all("http://h/x", "whsec_secret"));

        // When
        String text = SandboxConfig.inMemory(account) + " " + account.webhooks();

        // Then
        assertThat(text).doesNotContain("secret");
    }

    @Test
    void an_account_is_listed_once() {
        // Given
        Account account = Account.of("stripe", "acct_1", "t");

        // When
        var creation = assertThatExceptionOfType(InvalidConfig.class)
                .isThrownBy(() -> SandboxConfig.inMemory(account, account));

        // Then
        creation.withMessageContaining("listed twice");
    }
}
