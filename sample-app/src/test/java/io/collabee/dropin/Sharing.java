package io.collabee.dropin;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.event.AccessChanged;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Rights in a table, changed in transactions. Who is not in it may write. */
@ApplicationScoped
public class Sharing implements AccessPolicy {
  static final String DATA_SOURCE = "java:app/jdbc/sharing";

  @Resource(lookup = DATA_SOURCE)
  @SuppressWarnings("NullAway.Init") // The container sets it.
  private DataSource database;

  @Inject private Event<AccessChanged> accessChanged;

  @PostConstruct
  void createTable() {
    String sql = "create table if not exists sharing (document text, member text, access text)";
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Access access(Caller caller, DocumentId document) {
    String sql = "select access from sharing where document = ? and member = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, document.id());
      statement.setString(2, caller.name());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Access.valueOf(rows.getString(1)) : Access.WRITE;
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says that rights are others before they are: the event counts when the transaction commits. */
  @Transactional
  public void change(DocumentId document, String member, Access access) throws SQLException {
    accessChanged.fire(AccessChanged.of(document, member));
    try (Connection connection = database.getConnection();
        PreparedStatement delete =
            connection.prepareStatement("delete from sharing where document = ? and member = ?");
        PreparedStatement insert =
            connection.prepareStatement("insert into sharing values (?, ?, ?)")) {
      delete.setString(1, document.id());
      delete.setString(2, member);
      delete.execute();
      insert.setString(1, document.id());
      insert.setString(2, member);
      insert.setString(3, access.name());
      insert.execute();
    }
  }
}
