package dev.interline.billing;

import com.tngtech.archunit.core.domain.JavaClasses;
import dev.interline.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theConnectorKeepsTheRulesOfTheHouse() {
        JavaClasses own = ArchitectureRules.product("dev.interline.billing");
        ArchitectureRules.everywhere().forEach(rule -> rule.check(own));
        ArchitectureRules.providersAreCalledThroughTheSdk("dev.interline.billing..")
                .check(own);
        ArchitectureRules.connectorsStandAlone(
                        "dev.interline.billing..", "dev.interline.crm..", "dev.interline.support..")
                .check(own);
        ArchitectureRules.nullMarked().check(own);
    }
}
