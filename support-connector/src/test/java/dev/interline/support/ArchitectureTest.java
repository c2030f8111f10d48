package dev.interline.support;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CONNECTOR = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.interline.support");

    @Test
    void whatKnowsZendeskIsCalledZendesk() {
        classes()
                .that()
                .areTopLevelClasses()
                .and()
                .doNotHaveSimpleName("SupportConnector")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .haveSimpleNameStartingWith("Zendesk")
                .because("replacing the provider has to show in a diff: name a class that knows Zendesk after it, and"
                        + " move one that does not to the SDK")
                .check(CONNECTOR);
    }

    @Test
    void readingAWebhookNeedsNeitherCamelNorAClock() {
        noClasses()
                .that()
                .haveSimpleName("ZendeskWebhookTranslator")
                .or()
                .haveSimpleName("ZendeskTickets")
                .or()
                .haveSimpleName("ZendeskFailures")
                .or()
                .haveSimpleName("ZendeskSignature")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.camel..")
                .orShould()
                .callMethod(Instant.class, "now")
                .because("a stored webhook is translated again after a mapping is mended and must mean the same:"
                        + " take the time from what was sent, or as a parameter")
                .check(CONNECTOR);
    }

    @Test
    void theConnectorKnowsNoOther() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.interline.billing..", "dev.interline.crm..", "dev.interline.routing..")
                .because("connectors meet only on topics: what another must know becomes an event or a command in"
                        + " canonical-model")
                .check(CONNECTOR);
    }
}
