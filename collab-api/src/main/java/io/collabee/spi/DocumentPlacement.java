package io.collabee.spi;

import io.collabee.DocumentId;
import java.util.Optional;
import java.util.Set;

/**
 * Says in which database a document is kept, where an application has several: one for a large
 * organisation, or some that share its documents between them. A host implements it as an
 * {@code @ApplicationScoped} bean; without one, all documents are in {@code collab.datasource}.
 *
 * <p>Each database has the module's tables, and lanes and readers of its own ({@code collab.lanes},
 * {@code collab.readers}), so one that is slow or away delays no document of another. All that is
 * no document, and what the {@link io.collabee.Collab} entity manager sees, is in {@code
 * collab.datasource}.
 *
 * <p>An answer holds for good, and is the same on every node: a document whose place changes seems
 * never to have existed. Called on any thread, for every request, several at a time; so an answer
 * should come from the document's name alone.
 */
public interface DocumentPlacement {

  /**
   * The JNDI names of all data sources that {@link #dataSource} may name besides {@code
   * collab.datasource}. Asked once, at start: one that does not exist stops the deployment. One
   * whose database is away does not; it is opened when it is back, and until then its documents
   * fail with {@link io.collabee.ErrorCode#ERR_STORE_UNAVAILABLE}.
   */
  Set<String> dataSources();

  /**
   * The data source that keeps a document; empty for {@code collab.datasource}. If this throws,
   * gives null, or names one that is neither that nor among {@link #dataSources}, the request fails
   * with {@link io.collabee.ErrorCode#ERR_UNKNOWN_ERROR} and the server's log says why.
   */
  Optional<String> dataSource(DocumentId document);
}
