package dev.interline.devstack.torture;

/**
 * A webhook of Stripe, ready to be signed.
 *
 * @param id the event's id, the same in every repetition
 * @param tenant whose account it comes from
 * @param type {@code customer.created}, …
 * @param body the JSON that is signed and sent
 * @param invoice the invoice it is about; empty if it is about none
 */
record StripeEvent(String id, String tenant, String type, String body, String invoice) {

    static StripeEvent of(String id, String tenant, String type, long createdSeconds, String object, String invoice) {
        String body = """
                {"id":"%s","object":"event","api_version":"2026-07-29.dahlia","created":%d,"livemode":false,\
                "pending_webhooks":1,"request":{"id":null,"idempotency_key":null},"type":"%s","data":{"object":%s}}""".formatted(id, createdSeconds, type, object);
        return new StripeEvent(id, tenant, type, body, invoice);
    }

    static String customer(String id, String name, String email) {
        return """
                {"id":"%s","object":"customer","name":"%s","email":"%s","metadata":{},"livemode":false}""".formatted(id, name, email);
    }

    static String subscription(String id, String customer, String status, String plan) {
        return """
                {"id":"%s","object":"subscription","customer":"%s","status":"%s","cancel_at_period_end":false,\
                "pause_collection":null,"items":{"object":"list","data":[{"id":"si_1","object":"subscription_item",\
                "quantity":3,"current_period_end":1900000000,"price":{"id":"price_1","object":"price","currency":"usd",\
                "unit_amount":4900,"unit_amount_decimal":"4900","lookup_key":"%s","nickname":null,\
                "product":"prod_1"}}]}}""".formatted(id, customer, status, plan);
    }

    static String invoice(String id, String customer, boolean paid) {
        return """
                {"id":"%s","object":"invoice","customer":"%s","status":"%s","currency":"usd","number":"N-%s",\
                "amount_due":4900,"amount_paid":%d,"amount_remaining":%d,"attempt_count":1,"next_payment_attempt":null,\
                "parent":{"type":"subscription_details","subscription_details":{"subscription":"sub_1"}}}""".formatted(id, customer, paid ? "paid" : "open", id, paid ? 4900 : 0, paid ? 0 : 4900);
    }
}
