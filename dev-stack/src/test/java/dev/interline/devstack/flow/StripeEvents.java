package dev.interline.devstack.flow;

import java.time.Instant;
import java.util.UUID;

/** Stripe's events as its webhooks carry them, in today's shape and in that of 2020-03-02. */
final class StripeEvents {

    private StripeEvents() {}

    static String fresh(String prefix) {
        return prefix + "_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    static String event(String type, String object, long created, String version) {
        return """
                {"id":"%s","object":"event","api_version":"%s","created":%d,"livemode":false,"pending_webhooks":1,
                 "request":{"id":null,"idempotency_key":null},"type":"%s","data":{"object":%s}}""".formatted(fresh("evt"), version, created, type, object);
    }

    static String event(String type, String object) {
        return event(type, object, Instant.now().getEpochSecond(), "2026-07-29.dahlia");
    }

    static String customer(String id, String name, String email) {
        return """
                {"id":"%s","object":"customer","name":"%s","email":"%s","metadata":{},"livemode":false}""".formatted(id, name, email);
    }

    static String subscription(String id, String customer, String status, String plan) {
        return """
                {"id":"%s","object":"subscription","customer":"%s","status":"%s","cancel_at_period_end":false,
                 "pause_collection":null,"items":{"object":"list","data":[{"id":"si_1","object":"subscription_item",
                 "quantity":3,"current_period_end":1800000000,"price":{"id":"price_1","object":"price","currency":"usd",
                 "unit_amount":4900,"unit_amount_decimal":"4900","lookup_key":"%s","nickname":null,
                 "product":"prod_1"}}]}}""".formatted(id, customer, status, plan);
    }

    /** Before 2025-03-31 the period stood on the subscription, before prices there were plans. */
    static String subscriptionOf2020(String id, String customer, String status, String plan) {
        return """
                {"id":"%s","object":"subscription","customer":"%s","status":"%s","cancel_at_period_end":false,
                 "current_period_start":1700000000,"current_period_end":1800000000,"quantity":1,
                 "plan":{"id":"plan_1","object":"plan","amount":900,"currency":"eur","nickname":"%s"},
                 "items":{"object":"list","data":[{"id":"si_1","quantity":1,
                 "plan":{"id":"plan_1","object":"plan","amount":900,"currency":"eur","nickname":"%s"}}]}}""".formatted(id, customer, status, plan, plan);
    }

    static String invoice(String id, String customer, String status) {
        boolean paid = status.equals("paid");
        return """
                {"id":"%s","object":"invoice","customer":"%s","status":"%s","currency":"usd","number":"N-%s",
                 "amount_due":4900,"amount_paid":%d,"amount_remaining":%d,"attempt_count":1,"next_payment_attempt":null,
                 "parent":{"type":"subscription_details","subscription_details":{"subscription":"sub_1"}}}""".formatted(id, customer, status, id, paid ? 4900 : 0, paid ? 0 : 4900);
    }
}
