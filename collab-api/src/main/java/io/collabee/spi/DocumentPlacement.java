package io.collabee.spi;

import io.collabee.DocumentId;
import java.util.Optional;
import java.util.Set;

/**
 * Says in which database a document is kept, where an application has several: one for a large
 * organisation, or some that share its documents between them. A host implements it as an
 * {@code @ApplicationScoped} bean; without one, all documents are in {@code collab.datasource}.
 *
 * <p>Each database has tables of its own, and lanes and readers of its own ({@code collab.lanes},
 * {@code collab.readers}), so one that is slow or away does not delay the documents of another.
 *
 * <p>An answer holds for good: a document whose place changes seems never to have existed. Called
 * on any thread, for every request, so an answer should come from the document's name alone.
 */
public interface DocumentPlacement {

  /**
   * The JNDI names of all data sources that {@link #dataSource} may name besides {@code
   * collab.datasource}. Asked once, at start, when all of them are opened and brought to this
   * release's schema.
   */
  Set<String> dataSources();

  /**
   * The data source that keeps a document; empty for {@code collab.datasource}. One that is not
   * among {@link #dataSources} is an error, and the request is refused.
   */
  Optional<String> dataSource(DocumentId document);
}
