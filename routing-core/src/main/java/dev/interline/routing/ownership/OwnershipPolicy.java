package dev.interline.routing.ownership;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.interline.canonical.AccountField;
import dev.interline.canonical.BusinessSystem;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The table of {@code ownership.yaml}: one owner for every fact. */
@ApplicationScoped
public class OwnershipPolicy {

    private static final String FILE = "/ownership.yaml";

    private final Map<AccountField, BusinessSystem> owners;

    /** @throws IllegalStateException if the table does not name an owner for every field */
    public OwnershipPolicy() {
        this.owners = load();
        for (AccountField field : AccountField.values()) {
            if (!owners.containsKey(field)) {
                throw new IllegalStateException(FILE + " names no owner of account." + field.token());
            }
        }
    }

    /** The system whose word counts. */
    public BusinessSystem ownerOf(AccountField field) {
        return Objects.requireNonNull(owners.get(field));
    }

    /** The line that decides about the field, for people to read. */
    public String ruleOf(AccountField field) {
        return "account." + field.token() + " is owned by " + ownerOf(field).token();
    }

    private static Map<AccountField, BusinessSystem> load() {
        try (InputStream in = OwnershipPolicy.class.getResourceAsStream(FILE)) {
            Map<String, Map<String, String>> table =
                    new YAMLMapper().readValue(in, new TypeReference<Map<String, Map<String, String>>>() {});
            Map<AccountField, BusinessSystem> owners = new EnumMap<>(AccountField.class);
            table.getOrDefault("account", Map.of())
                    .forEach(
                            (field, system) -> owners.put(AccountField.ofToken(field), BusinessSystem.ofToken(system)));
            return owners;
        } catch (IOException | IllegalArgumentException broken) {
            throw new IllegalStateException(FILE + " cannot be read: " + broken.getMessage(), broken);
        }
    }
}
