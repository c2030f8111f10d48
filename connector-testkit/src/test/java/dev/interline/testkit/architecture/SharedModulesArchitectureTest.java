package dev.interline.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

class SharedModulesArchitectureTest {

    private static final JavaClasses SHARED = ArchitectureRules.product(
            "dev.interline.canonical", "dev.interline.durable", "dev.interline.runtime", "dev.interline.sdk");

    @Test
    void sharedModulesKeepTheRulesOfTheHouse() {
        assertThat(SHARED).hasSizeGreaterThan(80);
        ArchitectureRules.everywhere().forEach(rule -> rule.check(SHARED));
        ArchitectureRules.noProviderWords("dev.interline..").check(SHARED);
        ArchitectureRules.nullMarked().check(SHARED);
    }

    @Test
    void theModelAndDurableMessagingArePlainJava() {
        ArchitectureRules.plainJava("dev.interline.canonical..").check(SHARED);
        ArchitectureRules.plainJava("dev.interline.durable..").check(SHARED);
    }

    @Test
    void aRuleThatIsBrokenSaysHowToMendIt() {
        assertThatThrownBy(() ->
                        ArchitectureRules.plainJava("dev.interline.runtime..").check(SHARED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wire it in service-runtime");
    }
}
