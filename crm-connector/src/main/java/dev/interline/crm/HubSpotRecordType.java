package dev.interline.crm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of records we know, by HubSpot's numeric type and by the word that older subscriptions and paths use
 * (<a href="https://developers.hubspot.com/docs/guides/crm/understanding-the-crm#object-type-ids">object type IDs</a>).
 */
enum HubSpotRecordType {
    CONTACT("0-1", "contacts"),
    COMPANY("0-2", "companies"),
    DEAL("0-3", "deals"),
    TICKET("0-5", "tickets");

    private final String typeId;
    private final String plural;

    HubSpotRecordType(String typeId, String plural) {
        this.typeId = typeId;
        this.plural = plural;
    }

    /** The type of that number or word, in any case. */
    static Optional<HubSpotRecordType> named(String text) {
        return Arrays.stream(values())
                .filter(type -> type.typeId.equals(text) || type.word().equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    String typeId() {
        return typeId;
    }

    /** {@code contact}, as in {@code contact.creation}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code /crm/v3/objects/contacts}. */
    String path() {
        return "/crm/v3/objects/" + plural;
    }

    /** {@code contacts}, as in the paths of associations and properties. */
    String plural() {
        return plural;
    }

    /** The lane of a record, by what HubSpot calls it. */
    String lane(String id) {
        return word() + "/" + id;
    }

    /** What a property is called in the write ledger: ids are unique among records of a type only. */
    String ledgerField(String property) {
        return this == COMPANY ? property : word() + "." + property;
    }
}
