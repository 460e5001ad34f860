package io.collabee.dropin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.collabee.Collab;
import io.collabee.DocumentId;
import io.collabee.Documents;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.persistence.EntityManager;
import java.io.File;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application with a {@code DocumentPlacement} and two data sources, on Payara Micro. */
@ExtendWith(ArquillianExtension.class)
class PlacementIT {
  @Inject private Documents documents;
  @Inject @Collab private EntityManager entities;

  @Resource(lookup = TwoDatabases.SECOND)
  @SuppressWarnings("NullAway.Init") // The container sets it.
  private DataSource second;

  @Deployment
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "placement.war")
        .addAsLibraries(new File("target/minutes/WEB-INF/lib").listFiles())
        .addClasses(PlacementIT.class, TwoDatabases.class);
  }

  @Test
  void eachDocumentIsInItsDatabase() throws SQLException {
    DocumentId small = new DocumentId("small", "placement", "d");
    DocumentId large = new DocumentId("large", "placement", "d");
    documents.create(small, "json0", Json.createValue("small"));
    documents.create(large, "json0", Json.createValue("large"));

    assertEquals(Json.createValue("small"), documents.read(small).orElseThrow().data());
    assertEquals(Json.createValue("large"), documents.read(large).orElseThrow().data());
    assertEquals(
        List.of("small"),
        entities
            .createQuery(
                "select d.organisation from Document d where d.collection = 'placement'",
                String.class)
            .getResultList());
    assertEquals(List.of("large"), organisationsInTheSecond());
  }

  private List<String> organisationsInTheSecond() throws SQLException {
    try (Connection connection = second.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select organisation from collab_document")) {
      List<String> organisations = new ArrayList<>();
      while (rows.next()) {
        organisations.add(rows.getString(1));
      }
      return organisations;
    }
  }
}
