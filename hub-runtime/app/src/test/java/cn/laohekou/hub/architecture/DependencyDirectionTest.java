package cn.laohekou.hub.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "cn.laohekou.hub", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyDirectionTest {

    @ArchTest
    static final ArchRule SECURITY_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAPackage("..hub.security..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "io.quarkus..",
                    "jakarta..",
                    "io.vertx..",
                    "..hub.runtime..",
                    "..hub.connector..",
                    "..hub.routes..")
            .because("the decision, masking and evidence cores are tested and read without a container");

    @ArchTest
    static final ArchRule THE_CONNECTOR_API_DEPENDS_ON_NOTHING_OF_THE_HUB = noClasses()
            .that()
            .resideInAPackage("..hub.connector.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..hub.connector.http..",
                    "..hub.connector.catalogue..",
                    "..hub.routes..",
                    "..hub.security..",
                    "..hub.runtime..",
                    "io.quarkus..",
                    "io.vertx..")
            .because("it is all a plugin author must know");

    @ArchTest
    static final ArchRule CONNECTORS_KNOW_NEITHER_SECURITY_NOR_RUNTIME = noClasses()
            .that()
            .resideInAPackage("..hub.connector..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..hub.security..", "..hub.runtime..", "..hub.routes..", "io.quarkus..")
            .because("a connector must not be able to go round the gate");

    @ArchTest
    static final ArchRule ROUTES_DO_NOT_KNOW_THE_RUNTIME = noClasses()
            .that()
            .resideInAPackage("..hub.routes..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..hub.runtime..", "..hub.security..", "io.quarkus..")
            .because("dependencies point one way");

    @ArchTest
    static final ArchRule ONLY_THE_HTTP_COMPONENT_OPENS_CONNECTIONS_FOR_CONNECTORS = noClasses()
            .that()
            .resideInAPackage("..hub.connector..")
            .and()
            .resideOutsideOfPackage("..hub.connector.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "io.vertx.core.http..")
            .because("every outgoing connection passes the outgoing guard");

    @ArchTest
    static final ArchRule ONLY_THE_DATA_PLANE_ENTERS_ROUTES = noClasses()
            .that()
            .resideInAPackage("..hub.runtime..")
            .and()
            .resideOutsideOfPackages("..hub.runtime.exchange..", "..hub.runtime.wiring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..hub.routes..")
            .because("no exchange reaches a counterpart except through the gate");

    @ArchTest
    static final ArchRule NOBODY_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackages("..hub.runtime.boot..", "..hub.cli..", "..hub.city..", "..hub.embedded..")
            .should(ACCESS_STANDARD_STREAMS)
            .because("the hub logs; only boot code and command line talk to a person");

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith(NullMarked.class)
            .because("null is written, and checked by the compiler");
}
