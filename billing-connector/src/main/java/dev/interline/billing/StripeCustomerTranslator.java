package dev.interline.billing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.ExternalRef;
import dev.interline.canonical.SourceVersion;
import dev.interline.canonical.customer.Account;
import dev.interline.sdk.CanonicalText;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A Stripe customer as an account. Personal data, as its e-mail address, stays in Stripe; only the domain is taken. */
final class StripeCustomerTranslator {

    private static final int MAX_NAME = 255;
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+");

    /** Mailbox providers: their domain says nothing about the company. */
    private static final Set<String> MAILBOX_PROVIDERS = Set.of(
            "gmail.com",
            "googlemail.com",
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "yahoo.com",
            "yahoo.co.uk",
            "ymail.com",
            "icloud.com",
            "me.com",
            "mac.com",
            "aol.com",
            "gmx.de",
            "gmx.net",
            "gmx.com",
            "web.de",
            "t-online.de",
            "mail.com",
            "mail.ru",
            "yandex.ru",
            "yandex.com",
            "proton.me",
            "protonmail.com",
            "qq.com",
            "163.com",
            "126.com",
            "zoho.com",
            "fastmail.com",
            "hey.com",
            "orange.fr",
            "wanadoo.fr",
            "free.fr",
            "libero.it");

    private StripeCustomerTranslator() {}

    /** @throws UnreadableStripeObject if it has no id */
    static Account translate(JsonNode customer, SourceVersion version) {
        String id = StripeFields.requireId(customer, "customer.id");
        Map<AccountField, String> fields = new EnumMap<>(AccountField.class);
        if (!customer.path("deleted").asBoolean(false)) {
            fields.put(AccountField.NAME, name(customer));
            fields.put(AccountField.DOMAIN, domain(customer).orElse(""));
        }
        return new Account(new ExternalRef(BusinessSystem.BILLING, id), null, fields, version);
    }

    /** The company's name; before 2018-05-21 and on some accounts only the description holds it. */
    private static String name(JsonNode customer) {
        return StripeFields.text(customer.path("name"))
                .or(() -> StripeFields.text(customer.path("business_name")))
                .or(() -> StripeFields.text(customer.path("description")))
                .map(name -> CanonicalText.clean(name, MAX_NAME))
                .orElse("");
    }

    private static Optional<String> domain(JsonNode customer) {
        return StripeFields.text(customer.path("metadata").path("domain"))
                .or(() -> StripeFields.text(customer.path("email"))
                        .filter(email -> email.indexOf('@') > 0)
                        .map(email -> email.substring(email.lastIndexOf('@') + 1)))
                .map(domain -> domain.strip().toLowerCase(Locale.ROOT))
                .filter(domain -> DOMAIN.matcher(domain).matches() && !MAILBOX_PROVIDERS.contains(domain));
    }
}
