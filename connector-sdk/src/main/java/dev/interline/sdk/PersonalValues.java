package dev.interline.sdk;

import dev.interline.canonical.BusinessSystem;
import dev.interline.canonical.PersonalSeal;
import dev.interline.canonical.TenantId;
import dev.interline.durable.failure.Failure;
import dev.interline.durable.failure.FailureException;
import dev.interline.durable.failure.FailureKind;
import dev.interline.runtime.InterlineConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Seals what a command says of a person before it is stored, and opens it for the provider alone, with the keys of {@code
 * interline.personal-data.keys}.
 */
@Singleton
public class PersonalValues {

    private final PersonalSeal seal;
    private final BusinessSystem system;

    @Inject
    PersonalValues(InterlineConfig config, BusinessSystem system) {
        this(new PersonalSeal(config.personalData().keys().orElse(List.of())), system);
    }

    /** @param system whose failures it tells */
    public PersonalValues(PersonalSeal seal, BusinessSystem system) {
        this.seal = seal;
        this.system = system;
    }

    /**
     * The value as it may be stored and travel.
     *
     * @param person our key of the person; what is sealed for one cannot be moved to another
     * @throws FailureException {@code DEFECT} if there is no key
     */
    public String seal(TenantId tenant, String person, String value) {
        try {
            return seal.seal(tenant, person, value);
        } catch (IllegalStateException noKey) {
            throw new FailureException(
                    Failure.of(
                            FailureKind.DEFECT,
                            system.name() + "-1104",
                            "personal data cannot be taken: interline.personal-data.keys is not set"),
                    noKey);
        }
    }

    /**
     * The value itself.
     *
     * @param what its name, for the failure
     * @throws FailureException {@code UNMAPPABLE} if none of our keys opens it for this person
     */
    public String open(TenantId tenant, String person, String what, String sealed) {
        try {
            return seal.open(tenant, person, sealed);
        } catch (IllegalArgumentException closed) {
            throw new FailureException(Failure.of(
                    FailureKind.UNMAPPABLE,
                    system.name() + "-1103",
                    "the person's " + what + " cannot be opened with our keys"));
        }
    }
}
