package dev.interline.durable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RedactionTest {

    @Test
    void whatPeopleHaveWrittenIsLeftOutAndTheRestStays() {
        String shown = Redaction.of("""
                        {"accountId": "acc_1", "amount": 12, "paid": true, "at": "2026-11-21T08:00:00Z", "name": "Ada",
                         "email": "ada@example.com", "note": "call me, please", "lines": [{"description": "x"}, "plain"]}""").toString();

        assertThat(shown)
                .contains("acc_1", "12", "true", "2026-11-21T08:00:00Z", "plain")
                .doesNotContain("Ada", "ada@example.com", "call me", "\"x\"");
    }

    @Test
    void whatIsNoJsonIsOnlyMeasured() {
        assertThat(Redaction.of("my password is hunter2").toString())
                .contains("bytes", "sha256")
                .doesNotContain("hunter2");
    }
}
