package dev.interline.sdk.mapping;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The internet domain of a company: a mailbox provider's domain says nothing about who writes from it. */
final class CompanyDomain {

    private static final int MAX_LENGTH = 253;
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /** Mailbox providers. */
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

    private CompanyDomain() {}

    /** The domain in lower case, if it is one and a company's. */
    static Optional<String> of(String text) {
        String domain = text.strip().toLowerCase(Locale.ROOT);
        String[] labels = domain.split("\\.", -1);
        if (domain.length() > MAX_LENGTH || labels.length < 2 || MAILBOX_PROVIDERS.contains(domain)) {
            return Optional.empty();
        }
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return Optional.empty();
            }
        }
        return Optional.of(domain);
    }
}
