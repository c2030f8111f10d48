package dev.interline.sdk.mapping;

import dev.interline.sdk.mapping.MappingDefinition.Captured;
import dev.interline.sdk.mapping.MappingDefinition.Output;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The mappings of an imagined shop. */
public final class Shop {

    public static final String BUYER = "shop.buyer.from";

    public static final MappingDefinitions MAPPINGS = new MappingDefinitions(List.of(
            new MappingDefinition(BUYER, Output.ACCOUNT_FIELDS, new Captured.Events("buyer.", "/data/object"))));

    private Shop() {}

    /** Makes a version active as somebody would, and lets the mappings know. */
    public static int activate(Jdbi jdbi, Mappings mappings, String tenant, String content) {
        Mappings.Slot slot = new Mappings.Slot(BUYER, tenant);
        MappingDesk desk = new MappingDesk(mappings);
        int version = jdbi.inTransaction(handle -> {
            int added = desk.add(handle, slot, content, null, "jo", "test").version();
            desk.activate(handle, slot, added, true, "jo");
            return added;
        });
        new MappingRefresh(jdbi, mappings).refresh();
        return version;
    }
}
