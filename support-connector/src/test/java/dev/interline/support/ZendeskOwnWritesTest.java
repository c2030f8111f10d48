package dev.interline.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.durable.echo.FieldChange;
import dev.interline.sdk.ingress.ProviderEvent;
import dev.interline.sdk.ingress.ProviderEvent.Meaning.Translated;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZendeskOwnWritesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "organization.name_changed|{'current':'Acme','previous':'Other'}|name|Acme",
                "organization.external_id_changed|{'current':null,'previous':'a'}|external_id|''",
                "organization.custom_field_changed|{'current':'pro','custom_field':{'title':'Plan'}}|custom field Plan|pro",
                "organization.created|{}|(creation)|''",
                "user.name_changed|{'current':'Jo','previous':'Joe'}|name|Jo"
            })
    void whatMayBeOurOwnWriteIsKnownByRecordFieldAndValue(String type, String change, String field, String value) {
        assertThat(told(type, change)).satisfies(told -> {
            assertThat(told.record()).isEqualTo("46406156900001");
            assertThat(told.values()).isEqualTo(Map.of(field, value));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user.created|{}",
                "user.role_changed|{'current':'agent'}",
                "organization.deleted|{}",
                "organization.tags_changed|{'current':['a']}",
                "organization.custom_field_changed|{'current':'pro'}",
                "organization.name_changed|{}",
                "ticket.tags_changed|{'current':'x'}"
            })
    void whatWeDoNotWriteIsNotLookedUp(String event) {
        String[] parts = event.split("\\|", 2);
        assertThat(told(parts[0], parts[1])).isNull();
    }

    @Test
    void anOrganizationThatWasMadeIsToldOnceAndOneThatWasChangedByField() {
        assertThat(ZendeskOwnWrites.of(201, "Acme", Map.of("Plan", "pro"))).isEqualTo(Map.of("(creation)", ""));
        assertThat(ZendeskOwnWrites.of(200, "Acme", Map.of("Plan", "pro")))
                .isEqualTo(Map.of("name", "Acme", "custom field Plan", "pro"));
    }

    private static @Nullable FieldChange told(String type, String change) {
        String resource = type.substring(0, type.indexOf('.'));
        String body = """
                {"account_id":1,"id":"01J1","time":"2026-11-21T10:00:00.123456789Z","type":"zen:event-type:%s",
                 "subject":"zen:%s:46406156900001","zendesk_event_version":"2022-11-06",
                 "detail":{"id":"46406156900001","status":"OPEN"},"event":%s}""".formatted(type, resource, change.replace('\'', '"'));
        ProviderEvent event = WebhookSamples.translate(body.getBytes(StandardCharsets.UTF_8), Map.of())
                .getFirst();
        assertThat(event.meaning()).isInstanceOf(Translated.class);
        return event.meaning() instanceof Translated translated ? translated.change() : null;
    }
}
