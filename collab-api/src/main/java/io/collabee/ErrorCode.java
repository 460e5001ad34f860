package io.collabee;

/**
 * Every kind of failure. The names are the codes on the wire; those that ShareDB knows have its
 * meaning, because its clients act on them.
 */
public enum ErrorCode {
  /**
   * The message is no valid message: a field is missing, has a wrong type or is out of range.
   * Client's fault.
   */
  ERR_MESSAGE_BADLY_FORMED(false),
  /** The operation has not the form its type asks for. Client's fault. */
  ERR_OT_OP_BADLY_FORMED(false),
  /**
   * The operation does not fit the document: too long, a wrong path, a wrong old value. Client's
   * fault.
   */
  ERR_OT_OP_NOT_APPLIED(false),
  /** The document exists already. Somebody else was faster. */
  ERR_DOC_ALREADY_CREATED(false),
  /** The document does not exist. */
  ERR_DOC_DOES_NOT_EXIST(false),
  /** The document was deleted while this operation was on its way. */
  ERR_DOC_WAS_DELETED(false),
  /** No document type of that name or URI is registered. Client's or host's fault. */
  ERR_DOC_TYPE_NOT_RECOGNIZED(false),
  /** The version asked for or built on is newer than the document. Client's fault. */
  ERR_OP_VERSION_NEWER_THAN_CURRENT_SNAPSHOT(false),
  /**
   * The operations this one must be transformed over are no longer kept. The client must fetch
   * anew.
   */
  ERR_SUBMIT_TRANSFORM_OPS_NOT_FOUND(false),
  /**
   * This version is not kept: history was thinned out or dropped. The message tells the nearest
   * ones that are.
   */
  ERR_VERSION_GONE(false),
  /** The sequence number is too large to count on. The client must reconnect with a new id. */
  ERR_CONNECTION_SEQ_INTEGER_OVERFLOW(false),
  /** This type cannot move presences over operations. */
  ERR_TYPE_DOES_NOT_SUPPORT_PRESENCE(false),
  /**
   * The document's type has not what a question about history needs: differences, inverses, or a
   * content that is a sequence.
   */
  ERR_TYPE_DOES_NOT_SUPPORT_HISTORY(false),
  /** Queries and projections are not offered. */
  ERR_DATABASE_METHOD_NOT_IMPLEMENTED(false),
  /** The principal may not read the document. */
  ERR_READ_FORBIDDEN(false),
  /** The principal may not write the document. */
  ERR_WRITE_FORBIDDEN(false),
  /** There is no such thread of comments, or no such comment in it. */
  ERR_COMMENT_DOES_NOT_EXIST(false),
  /** Somebody else's thread or comment has this id. The client takes another. */
  ERR_COMMENT_ALREADY_EXISTS(false),
  /** The principal may not comment on the document, or the comment is somebody else's. */
  ERR_COMMENT_FORBIDDEN(false),
  /**
   * The ticket is none of ours, has expired, was used before, or is somebody else's. The client
   * gets a new one.
   */
  ERR_TICKET_REFUSED(false),
  /** The login was ended: its caller signed out, or it was revoked. He has to sign in anew. */
  ERR_LOGIN_REVOKED(false),
  /**
   * The action is critical, and too much time has passed since the caller proved who he is. The
   * client has him confirm it, brings a fresh ticket or token, and sends the same again.
   */
  ERR_STEP_UP_REQUIRED(false),
  /**
   * A limit was passed: the size of a message, an operation or a document, a rate, or how many are
   * open.
   */
  ERR_LIMIT_EXCEEDED(false),
  /**
   * The operation was to be committed exactly as given, and others were faster. Never sent to
   * clients, whose operations are transformed.
   */
  ERR_VERSION_CONFLICT(true),
  /**
   * The database could not be reached or refused the transaction; nothing was stored. Try again.
   */
  ERR_STORE_UNAVAILABLE(true),
  /** The server is stopping or too busy. Try again. */
  ERR_UNAVAILABLE(true),
  /** A fault of the server; its log says more. */
  ERR_UNKNOWN_ERROR(false);

  private final boolean retryable;

  ErrorCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same request may succeed later without being changed. */
  public boolean isRetryable() {
    return retryable;
  }
}
