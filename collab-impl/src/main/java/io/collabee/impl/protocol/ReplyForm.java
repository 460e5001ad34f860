package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.impl.document.View;
import jakarta.json.JsonObject;

/** How the answer about one document is written, which depends on how it was asked for. */
sealed interface ReplyForm {

  /** The content. */
  String content(View view);

  /** All asked for has been sent. */
  String done(DocumentId document);

  /** It could not be answered. */
  String failed(DocumentId document, CollabException reason);

  /** Asked for by itself. */
  record Single(String action, JsonObject request) implements ReplyForm {
    @Override
    public String content(View view) {
      return Messages.content(action, view);
    }

    @Override
    public String done(DocumentId document) {
      return Messages.done(action, document);
    }

    @Override
    public String failed(DocumentId document, CollabException reason) {
      return Messages.error(request, reason);
    }
  }

  /**
   * Asked for together with others. Every document is answered as soon as it can be, with a bulk
   * reply of its own: clients find the documents by the ids in a reply, and nothing has to be held
   * back until the last is there.
   *
   * @param version what the client has of this document; echoed
   */
  record OneOfBulk(String action, long version) implements ReplyForm {
    @Override
    public String content(View view) {
      return Messages.content(action, view.document(), Messages.snapshot(view));
    }

    @Override
    public String done(DocumentId document) {
      return Messages.done(action, document, version);
    }

    @Override
    public String failed(DocumentId document, CollabException reason) {
      return Messages.content(action, document, Messages.failure(reason));
    }
  }
}
