package dev.interline.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** What each module must never hold. */
public final class ArchitectureRules {

    private static final String PROVIDERS = "(?i).*(stripe|hubspot|zendesk|odoo|salesforce).*";

    private ArchitectureRules() {}

    /** Everything that holds for every module. */
    public static List<ArchRule> everywhere() {
        return List.of(
                noClasses()
                        .should()
                        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                        .because("such a name says nothing; name it after what it does (STYLE: names)"),
                fields().that()
                        .areAnnotatedWith("jakarta.inject.Inject")
                        .should()
                        .notBeAnnotatedWith("jakarta.inject.Inject")
                        .because("what a class needs is a parameter of its constructor, so that a test can give it")
                        .allowEmptyShould(true),
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("java.util.logging..")
                        .because("SLF4J is what we log with; its binding is the service's business"),
                noClasses()
                        .should()
                        .callMethod(System.class, "currentTimeMillis")
                        .because("a Clock is injected, and leases are judged by the database's time"));
    }

    /** A module that every connector shares knows no provider. */
    public static ArchRule noProviderWords(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .haveNameMatching(PROVIDERS)
                .because("mechanism is shared, meaning belongs to the connector of that provider");
    }

    /** Plain Java: no Camel, no Quarkus. */
    public static ArchRule plainJava(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.camel..", "io.quarkus..", "jakarta..")
                .because("it must be testable without a container; wire it in service-runtime instead");
    }

    /** Only a gateway's own module calls its provider, and only through the SDK. */
    public static ArchRule providersAreCalledThroughTheSdk(String packages) {
        return noClasses()
                .that()
                .resideInAPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "org.apache.hc..", "org.apache.camel.component.http..")
                .because("a call outside provider: is not recorded, so it could be done twice; declare an operation");
    }

    /** Connectors do not know each other. */
    public static ArchRule connectorsStandAlone(String own, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("connectors talk through topics; what they share belongs to the SDK");
    }

    /** Every package tells its nullness. */
    public static ArchRule nullMarked() {
        return classes()
                .that()
                .haveSimpleName("package-info")
                .should()
                .beAnnotatedWith("org.jspecify.annotations.NullMarked")
                .because("NullAway checks only what is marked");
    }

    /** The product's classes below these packages, without tests. */
    public static JavaClasses product(String... packages) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(packages);
    }
}
