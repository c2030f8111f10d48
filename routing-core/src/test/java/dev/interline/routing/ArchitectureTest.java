package dev.interline.routing;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.interline.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void routingKeepsTheRulesOfTheHouseAndKnowsNoProvider() {
        JavaClasses own = ArchitectureRules.product("dev.interline.routing");
        ArchitectureRules.everywhere().forEach(rule -> rule.check(own));
        ArchitectureRules.noProviderWords("dev.interline..").check(own);
        ArchitectureRules.providersAreCalledThroughTheSdk("dev.interline.routing..")
                .check(own);
        ArchitectureRules.nullMarked().check(own);
    }
}
