package io.collabee.sample.people;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps what tokens are signed with in the database, so that all nodes have the same and it is
 * there after a restart; the first to need it makes it. Where that is not safe enough for a private
 * key, this is the place to ask a vault instead.
 *
 * <p>Plain JDBC, since MicroProfile JWT asks for the key before there are any beans.
 */
public final class SigningKeys {
  private static final Logger LOG = System.getLogger(SigningKeys.class.getName());
  private static final String ALGORITHM = "RSA";
  private static final int BITS = 2048;

  private final DataSource database;

  /** Those in a database. */
  public SigningKeys(DataSource database) {
    this.database = database;
  }

  /** Both halves, in Base64. */
  private record Pair(String privateKey, String publicKey) {}

  /**
   * What signs.
   *
   * @throws IllegalStateException if the database does not answer
   */
  public PrivateKey privateKey() {
    byte[] encoded = Base64.getDecoder().decode(pair().privateKey());
    try {
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The key in the database is none", e);
    }
  }

  /**
   * What proves that a signature is ours, in PEM as MicroProfile JWT takes it.
   *
   * @throws IllegalStateException if the database does not answer
   */
  public String publicKey() {
    return "-----BEGIN PUBLIC KEY-----\n" + pair().publicKey() + "\n-----END PUBLIC KEY-----";
  }

  private Pair pair() {
    try (Connection connection = database.getConnection()) {
      attempt(SigningKeys::createTable, connection);
      Optional<Pair> known = read(connection);
      if (known.isEmpty()) {
        attempt(SigningKeys::insert, connection);
        known = read(connection);
      }
      return known.orElseThrow(() -> new IllegalStateException("There is no signing key"));
    } catch (SQLException e) {
      throw new IllegalStateException("The signing key cannot be read", e);
    }
  }

  private interface Statements {
    void execute(Connection connection) throws SQLException;
  }

  /** Fails if another node does so in the same moment; then it is done too. */
  private static void attempt(Statements statements, Connection connection) {
    try {
      statements.execute(connection);
    } catch (SQLException e) {
      LOG.log(Level.DEBUG, "Another node makes the signing key, or nobody can", e);
    }
  }

  private static void createTable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS minutes_signing_key (id VARCHAR(10) PRIMARY KEY,"
              + " private_key VARCHAR(4000) NOT NULL, public_key VARCHAR(1000) NOT NULL)");
    }
  }

  private static Optional<Pair> read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT private_key, public_key FROM minutes_signing_key")) {
      return rows.next()
          ? Optional.of(new Pair(rows.getString(1), rows.getString(2)))
          : Optional.empty();
    }
  }

  private static void insert(Connection connection) throws SQLException {
    KeyPair pair = pairOfKeys();
    // There is one for now; to replace it, a second would be needed for a while.
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO minutes_signing_key VALUES ('1', ?, ?)")) {
      statement.setString(1, Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
      statement.setString(2, Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
      statement.executeUpdate();
    }
  }

  private static KeyPair pairOfKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has RSA", e);
    }
  }
}
