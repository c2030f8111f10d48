package dev.interline.billing;

import static dev.interline.billing.ToldByStripe.message;
import static dev.interline.billing.ToldByStripe.payload;
import static dev.interline.billing.ToldByStripe.ref;
import static dev.interline.billing.ToldByStripe.told;
import static dev.interline.billing.ToldByStripe.translate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.interline.canonical.billing.BillingEvent;
import dev.interline.canonical.billing.Entitlements;
import dev.interline.canonical.message.CanonicalMessage;
import dev.interline.canonical.usage.MeterStatus;
import dev.interline.canonical.usage.UsageEvent;
import dev.interline.canonical.usage.UsageRejection;
import dev.interline.sdk.ingress.ProviderEvent.Meaning;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entitlements, meters, and the thin events that tell of rejected reports. */
class StripeUsageObjectsTest {

    @Test
    void entitlementsAreCompleteOnlyIfStripeHasNoMore() {
        // Given
        String summary =
                "{'object':'entitlements.active_entitlement_summary','customer':'cus_1','entitlements':{'data':["
                        + "{'id':'ent_2','lookup_key':'sso','feature':'feat_1'},{'id':'ent_1','feature':{'id':'feat_2'}}],"
                        + "'has_more':%s}}";
        String type = "entitlements.active_entitlement_summary.updated";

        // When
        Entitlements all = told(BillingEvent.EntitlementsChanged.class, type, summary.formatted("false"))
                .entitlements();
        Entitlements some = told(BillingEvent.EntitlementsChanged.class, type, summary.formatted("true"))
                .entitlements();

        // Then
        assertThat(all.features()).containsExactly("feat_2", "sso");
        assertThat(all.complete()).isTrue();
        assertThat(some.complete()).isFalse();
    }

    @Test
    void metersAndAlertsAreUsage() {
        // When
        UsageEvent.MeterChanged meter = told(
                UsageEvent.MeterChanged.class,
                "billing.meter.deactivated",
                "{'id':'mtr_1','event_name':'tokens','status':'inactive'}");
        CanonicalMessage alert = message(
                "billing.alert.triggered",
                "{'object':'billing.alert_triggered','customer':'cus_1','value':1000.5,'alert':{'id':'alrt_1',"
                        + "'usage_threshold':{'meter':'mtr_1'}}}");

        // Then
        assertThat(meter.meter().status()).isEqualTo(MeterStatus.INACTIVE);
        assertThat(alert.envelope().type()).isEqualTo("usage.alert.triggered.v1");
        assertThat(((UsageEvent.AlertTriggered) alert.payload()).alert().value())
                .isEqualByComparingTo("1000.5");
    }

    @Test
    void rejectedReportsComeInThinEventsWithAndWithoutTheirNumbers() {
        // Given
        String thin = """
                {"id":"evt_1","object":"v2.core.event","type":"v1.billing.meter.error_report_triggered",
                 "created":"2026-11-18T13:46:40.000Z","livemode":false,
                 "related_object":{"id":"mtr_1","type":"billing.meter","url":"/v1/billing/meters/mtr_1"}%s}""";
        String numbers = """
                ,"data":{"developer_message_summary":"There is 1 invalid event","validation_start":"2026-11-18T13:46:30.000Z",
                 "validation_end":"2026-11-18T13:46:40.000Z","reason":{"error_count":2,"error_types":[
                 {"code":"meter_event_customer_not_found","error_count":2,"sample_errors":[
                  {"error_message":"Customer jane not found","request":{"identifier":"i"}}]}]}}""";

        // When
        UsageRejection bare = ((UsageEvent.ReportsRejected) payload(thin.formatted(""))).rejection();
        UsageRejection whole = ((UsageEvent.ReportsRejected) payload(thin.formatted(numbers))).rejection();

        // Then
        assertThat(bare.meter()).isEqualTo(ref("mtr_1"));
        assertThat(bare.count()).isNull();
        assertThat(whole.count()).isEqualTo(2);
        assertThat(whole.reasons()).containsExactly("meter_event_customer_not_found");
        assertThat(whole.toString()).doesNotContain("jane");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.core.account.updated", "v1.customer.updated"})
    void anyOtherThinEventIsKeptWithWhatToSetUp(String type) {
        assertThat(((Meaning.Unmappable) translate(
                                        "{\"id\":\"evt_1\",\"object\":\"v2.core.event\",\"type\":\"" + type
                                                + "\",\"created\":\"2026-11-18T13:46:40Z\"}",
                                        Map.of())
                                .meaning())
                        .reason())
                .contains("payload style to snapshot", type);
    }
}
