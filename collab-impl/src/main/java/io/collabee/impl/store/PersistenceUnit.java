package io.collabee.impl.store;

import io.collabee.entity.ChunkEntity;
import io.collabee.entity.DiffEntity;
import io.collabee.entity.DocumentEntity;
import io.collabee.entity.SnapshotEntity;
import io.collabee.entity.SourceEntity;
import jakarta.persistence.SharedCacheMode;
import jakarta.persistence.ValidationMode;
import jakarta.persistence.spi.ClassTransformer;
import jakarta.persistence.spi.PersistenceUnitInfo;
import jakarta.persistence.spi.PersistenceUnitTransactionType;
import java.net.URL;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code persistence.xml} would say. There is none, since one in a library's jar breaks
 * hosts whose {@code @PersistenceContext} names no unit; and so it works on every server, whichever
 * provider is the server's own.
 *
 * <p>Transactions are the connection's own ({@code RESOURCE_LOCAL}): the lanes that write are no
 * part of anybody's JTA transaction.
 */
final class PersistenceUnit implements PersistenceUnitInfo {
  private static final String NAME = "collab";

  private final DataSource dataSource;
  private final Database database;

  private PersistenceUnit(DataSource dataSource, Database database) {
    this.dataSource = dataSource;
    this.database = database;
  }

  /** Builds the factory; asks the database what it is. */
  static SessionFactory open(DataSource dataSource, Database database) {
    return new HibernatePersistenceProvider()
        .createContainerEntityManagerFactory(
            new PersistenceUnit(new DiscreetDataSource(dataSource, database), database), Map.of())
        .unwrap(SessionFactory.class);
  }

  @Override
  public Properties getProperties() {
    Properties properties = new Properties();
    properties.put(AvailableSettings.STATEMENT_BATCH_SIZE, "100");
    properties.put(AvailableSettings.IN_CLAUSE_PARAMETER_PADDING, "true");
    properties.put(AvailableSettings.JDBC_TIME_ZONE, "UTC");
    properties.put(AvailableSettings.HBM2DDL_AUTO, "none");
    properties.put(AvailableSettings.USE_SECOND_LEVEL_CACHE, "false");
    properties.put(AvailableSettings.USE_QUERY_CACHE, "false");
    properties.put(AvailableSettings.JSON_FORMAT_MAPPER, new NoDocumentColumns());
    properties.put(AvailableSettings.XML_FORMAT_MAPPER, new NoDocumentColumns());
    // The host's statistics, session names and CDI are none of this unit's business.
    properties.put(AvailableSettings.GENERATE_STATISTICS, "false");
    properties.put(AvailableSettings.SESSION_FACTORY_NAME_IS_JNDI, "false");
    database.dialect().ifPresent(dialect -> properties.put(AvailableSettings.DIALECT, dialect));
    return properties;
  }

  @Override
  public String getPersistenceUnitName() {
    return NAME;
  }

  @Override
  public String getPersistenceProviderClassName() {
    return HibernatePersistenceProvider.class.getName();
  }

  @Override
  public PersistenceUnitTransactionType getTransactionType() {
    return PersistenceUnitTransactionType.RESOURCE_LOCAL;
  }

  @Override
  public @Nullable DataSource getJtaDataSource() {
    return null;
  }

  @Override
  public DataSource getNonJtaDataSource() {
    return dataSource;
  }

  @Override
  public List<String> getManagedClassNames() {
    return List.of(
        DocumentEntity.class.getName(),
        DiffEntity.class.getName(),
        ChunkEntity.class.getName(),
        SnapshotEntity.class.getName(),
        SourceEntity.class.getName(),
        SecretEntity.class.getName(),
        SpentTicketEntity.class.getName(),
        RevocationEntity.class.getName(),
        SessionEntity.class.getName());
  }

  @Override
  public boolean excludeUnlistedClasses() {
    return true;
  }

  @Override
  public List<String> getMappingFileNames() {
    return List.of();
  }

  @Override
  public List<URL> getJarFileUrls() {
    return List.of();
  }

  @Override
  public @Nullable URL getPersistenceUnitRootUrl() {
    return null;
  }

  @Override
  public SharedCacheMode getSharedCacheMode() {
    return SharedCacheMode.NONE;
  }

  @Override
  public ValidationMode getValidationMode() {
    return ValidationMode.NONE;
  }

  @Override
  public String getPersistenceXMLSchemaVersion() {
    return "3.0";
  }

  @Override
  public ClassLoader getClassLoader() {
    return PersistenceUnit.class.getClassLoader();
  }

  @Override
  public void addTransformer(ClassTransformer transformer) {
    // Classes are used as they were compiled.
  }

  @Override
  public @Nullable ClassLoader getNewTempClassLoader() {
    return null;
  }
}
