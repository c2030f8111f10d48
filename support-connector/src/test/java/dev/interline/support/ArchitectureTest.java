package dev.interline.support;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.interline.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theConnectorKeepsTheRulesOfTheHouse() {
        JavaClasses own = ArchitectureRules.product("dev.interline.support");
        ArchitectureRules.everywhere().forEach(rule -> rule.check(own));
        ArchitectureRules.providersAreCalledThroughTheSdk("dev.interline.support..")
                .check(own);
        ArchitectureRules.connectorsStandAlone(
                        "dev.interline.support..", "dev.interline.billing..", "dev.interline.crm..")
                .check(own);
        ArchitectureRules.nullMarked().check(own);
    }
}
