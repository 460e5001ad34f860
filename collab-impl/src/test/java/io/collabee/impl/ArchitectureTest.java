package io.collabee.impl;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

@AnalyzeClasses(packages = "io.collabee", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theCoreIsPlainJava =
      classes()
          .that()
          .resideInAnyPackage(
              "io.collabee.impl.ot..",
              "io.collabee.impl.document..",
              "io.collabee.impl.history..",
              "io.collabee.impl.comments..",
              "io.collabee.impl.keeping..",
              "io.collabee.impl.protocol..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.crypto..",
              "jakarta.json..",
              "org.jspecify..",
              "io.collabee",
              "io.collabee.comments..",
              "io.collabee.event..",
              "io.collabee.history..",
              "io.collabee.spi..",
              "io.collabee.impl.background",
              "io.collabee.impl.json..",
              "io.collabee.impl.security",
              "io.collabee.impl.ot..",
              "io.collabee.impl.document..",
              "io.collabee.impl.history..",
              "io.collabee.impl.comments..",
              "io.collabee.impl.keeping..",
              "io.collabee.impl.protocol..");

  @ArchTest
  static final ArchRule formsArePlainJavaAndTwoLibraries =
      classes()
          .that()
          .resideInAPackage("io.collabee.impl.render..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "jakarta.json..",
              "org.jspecify..",
              "org.jsoup..",
              "org.commonmark..",
              "io.collabee",
              "io.collabee.impl.json..",
              "io.collabee.impl.render..");

  @ArchTest
  static final ArchRule theApiKnowsNoImplementation =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.collabee.impl..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.collabee.impl..", "org.hibernate..", "com.fasterxml..");

  @ArchTest
  static final ArchRule dependenciesPointOneWay =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cdi")
          .definedBy("io.collabee.impl.cdi..")
          .layer("websocket")
          .definedBy("io.collabee.impl.websocket..")
          .layer("rest")
          .definedBy("io.collabee.impl.rest..")
          .layer("host")
          .definedBy("io.collabee.impl.host..")
          .layer("cluster")
          .definedBy("io.collabee.impl.cluster..")
          .layer("protocol")
          .definedBy("io.collabee.impl.protocol..")
          .layer("security")
          .definedBy("io.collabee.impl.security..")
          .layer("comments")
          .definedBy("io.collabee.impl.comments..")
          .layer("keeping")
          .definedBy("io.collabee.impl.keeping..")
          .layer("history")
          .definedBy("io.collabee.impl.history..")
          .layer("store")
          .definedBy("io.collabee.impl.store..")
          .layer("document")
          .definedBy("io.collabee.impl.document..")
          .layer("render")
          .definedBy("io.collabee.impl.render..")
          .layer("ot")
          .definedBy("io.collabee.impl.ot..")
          .whereLayer("cdi")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("websocket")
          .mayOnlyBeAccessedByLayers("cdi")
          .whereLayer("rest")
          .mayOnlyBeAccessedByLayers("cdi")
          .whereLayer("host")
          .mayOnlyBeAccessedByLayers("cdi")
          .whereLayer("cluster")
          .mayOnlyBeAccessedByLayers("host", "cdi")
          .whereLayer("protocol")
          .mayOnlyBeAccessedByLayers("websocket", "cluster", "cdi")
          .whereLayer("comments")
          .mayOnlyBeAccessedByLayers("rest", "cdi")
          .whereLayer("keeping")
          .mayOnlyBeAccessedByLayers("cdi")
          .whereLayer("history")
          .mayOnlyBeAccessedByLayers("comments", "host", "cdi")
          .whereLayer("render")
          .mayOnlyBeAccessedByLayers("cdi")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("cdi")
          .whereLayer("security")
          .mayOnlyBeAccessedByLayers(
              "store", "protocol", "keeping", "host", "websocket", "rest", "cluster", "cdi")
          .whereLayer("document")
          .mayOnlyBeAccessedByLayers(
              "protocol",
              "comments",
              "keeping",
              "history",
              "store",
              "host",
              "websocket",
              "cluster",
              "cdi");

  @ArchTest
  static final ArchRule onlyThePersistencePackageKnowsHibernate =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.collabee.impl.store..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.hibernate..", "jakarta.persistence.spi..");

  @ArchTest
  static final ArchRule onlyItsPackageKnowsRedisson =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.collabee.impl.cluster.redisson..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.redisson..", "io.netty..");

  @ArchTest
  static final ArchRule onlyItsPackageKnowsPostgres =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.collabee.impl.cluster.postgres..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..");

  @ArchTest
  static final ArchRule logsGoThroughTheSystemLogger =
      noClasses()
          .should()
          .callMethodWhere(target(owner(resideInAnyPackage("java.util.logging..", "org.slf4j.."))));
}
