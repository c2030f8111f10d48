package dev.interline.sdk.api;

import dev.interline.canonical.ConnectionId;
import dev.interline.canonical.TenantId;
import dev.interline.durable.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a page ended, in a form callers cannot build on: the provider's own position, bound to connection, list and filters, so
 * that a cursor of another list is refused and not misread.
 */
final class PageCursor {

    private static final int CHECK = 16;
    private static final int MAX_LENGTH = 1_000;

    private final String list;

    PageCursor(TenantId tenant, ConnectionId connection, String resource, Map<String, String> filters) {
        this.list = tenant + "\u001f" + connection + "\u001f" + resource + "\u001f" + new TreeMap<>(filters);
    }

    String write(String position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((check(position) + position).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ApiRefusal if it is not a cursor of this list */
    String read(String cursor) {
        if (cursor.length() > MAX_LENGTH) {
            throw ApiRefusal.cursor();
        }
        String text;
        try {
            text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            throw ApiRefusal.cursor();
        }
        if (text.length() <= CHECK || !check(text.substring(CHECK)).equals(text.substring(0, CHECK))) {
            throw ApiRefusal.cursor();
        }
        return text.substring(CHECK);
    }

    private String check(String position) {
        return Ids.sha256(list + "\u001f" + position).substring(0, CHECK);
    }
}
