package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import io.collabee.event.Audited;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.StepUp;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Asks what the caller of a request may do with a document: the same policy as the socket does,
 * each time. Thread-safe.
 */
public final class Gate {
  private static final Logger LOG = System.getLogger(Gate.class.getName());

  private final AccessPolicy policy;
  private final StepUp stepUp;
  private final AuditTrail audit;

  /**
   * @param audit is told what was refused
   */
  public Gate(AccessPolicy policy, StepUp stepUp, AuditTrail audit) {
    this.policy = policy;
    this.stepUp = stepUp;
    this.audit = audit;
  }

  /**
   * Whether the caller may read a document.
   *
   * @throws CollabException {@link ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  boolean mayRead(Login login, DocumentId document) {
    return access(login, document).includes(Access.READ);
  }

  /**
   * That the caller may read a document.
   *
   * @throws CollabException {@link ErrorCode#ERR_READ_FORBIDDEN}, or {@link
   *     ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  void requireRead(Login login, DocumentId document) {
    if (!access(login, document).includes(Access.READ)) {
      refuse(login, document, "May not read the document");
      throw new CollabException(ErrorCode.ERR_READ_FORBIDDEN, "You may not read this document");
    }
  }

  /**
   * That the caller may change a document in this way.
   *
   * @throws CollabException {@link ErrorCode#ERR_WRITE_FORBIDDEN}, {@link
   *     ErrorCode#ERR_STEP_UP_REQUIRED}, or {@link ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  void requireWrite(Login login, DocumentId document, StepUp.Action action) {
    if (!access(login, document).includes(Access.WRITE)) {
      refuse(login, document, "May not write the document");
      throw new CollabException(ErrorCode.ERR_WRITE_FORBIDDEN, "You may not write this document");
    }
    stepUp.require(StepUp.Action.WRITE, login);
    stepUp.require(action, login);
  }

  /**
   * That the caller may comment on a document.
   *
   * @throws CollabException {@link ErrorCode#ERR_COMMENT_FORBIDDEN}, {@link
   *     ErrorCode#ERR_STEP_UP_REQUIRED}, or {@link ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  void requireComment(Login login, DocumentId document) {
    if (!access(login, document).includes(Access.COMMENT)) {
      refuse(login, document, "May not comment on the document");
      throw new CollabException(
          ErrorCode.ERR_COMMENT_FORBIDDEN, "You may not comment on this document");
    }
    stepUp.require(StepUp.Action.WRITE, login);
  }

  /**
   * Whether the caller may do anything with a document.
   *
   * @throws CollabException {@link ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  boolean manages(Login login, DocumentId document) {
    return access(login, document).includes(Access.MANAGE);
  }

  /**
   * That the caller may manage a document.
   *
   * @throws CollabException {@link ErrorCode#ERR_WRITE_FORBIDDEN}, or {@link
   *     ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  void requireManage(Login login, DocumentId document) {
    if (!access(login, document).includes(Access.MANAGE)) {
      refuse(login, document, "May not manage the document");
      throw new CollabException(ErrorCode.ERR_WRITE_FORBIDDEN, "You may not manage this document");
    }
  }

  /**
   * That the caller may manage a document in this way.
   *
   * @throws CollabException {@link ErrorCode#ERR_WRITE_FORBIDDEN}, {@link
   *     ErrorCode#ERR_STEP_UP_REQUIRED}, or {@link ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  void requireManage(Login login, DocumentId document, StepUp.Action action) {
    requireManage(login, document);
    stepUp.require(action, login);
  }

  /**
   * That the caller may do this, which is about no single document.
   *
   * @throws CollabException {@link ErrorCode#ERR_WRITE_FORBIDDEN}, {@link
   *     ErrorCode#ERR_STEP_UP_REQUIRED}, or {@link ErrorCode#ERR_UNAVAILABLE} if the policy fails
   */
  void requireManagement(Login login, StepUp.Action action) {
    if (!answer(() -> policy.overall(login.caller()), "as a whole").includes(Access.MANAGE)) {
      audit.tell(
          Audited.Kind.REFUSED,
          AuditTrail.Subject.of(login),
          "May not " + action.name().toLowerCase(Locale.ROOT));
      throw new CollabException(ErrorCode.ERR_WRITE_FORBIDDEN, "You may not do this");
    }
    stepUp.require(action, login);
  }

  private void refuse(Login login, DocumentId document, String reason) {
    audit.tell(Audited.Kind.REFUSED, AuditTrail.Subject.of(login).about(document), reason);
  }

  private Access access(Login login, DocumentId document) {
    return answer(() -> policy.access(login.caller(), document), document);
  }

  private static Access answer(Supplier<Access> question, Object about) {
    Access access;
    try {
      access = question.get();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "The access policy failed for " + about, e);
      throw unknown();
    }
    if (access == null) {
      LOG.log(Level.ERROR, "The access policy gave null for {0}", about);
      throw unknown();
    }
    return access;
  }

  private static CollabException unknown() {
    return new CollabException(ErrorCode.ERR_UNAVAILABLE, "What you may do is not known now");
  }
}
