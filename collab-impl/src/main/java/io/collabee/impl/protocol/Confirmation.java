package io.collabee.impl.protocol;

import io.collabee.Operation;
import io.collabee.event.Audited;
import io.collabee.impl.security.AuditTrail;
import io.collabee.impl.security.Login;
import io.collabee.impl.security.StepUp;
import io.collabee.impl.security.StepUp.Action;
import io.collabee.impl.security.StepUpRequired;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has a connection's caller confirm who he is before he does what is critical. Of several refusals
 * before he has, one is audited. Thread-safe.
 */
final class Confirmation {
  private final Supplier<Login> login;
  private final StepUp stepUp;
  private final AuditTrail audit;

  /** For what the caller is to confirm who he is; null if for nothing. */
  private final AtomicReference<@Nullable Action> awaited = new AtomicReference<>();

  /**
   * @param login whoever it is by now
   */
  Confirmation(Supplier<Login> login, StepUp stepUp, AuditTrail audit) {
    this.login = login;
    this.stepUp = stepUp;
    this.audit = audit;
  }

  /**
   * That the caller may commit an operation, as far as this is concerned.
   *
   * @throws StepUpRequired if he has to confirm first who he is
   */
  void require(Operation operation) {
    if (operation instanceof Operation.Delete) {
      require(Action.DELETE);
    }
    require(Action.WRITE);
  }

  private void require(Action action) {
    if (!stepUp.isNeeded(action, login.get())) {
      return;
    }
    if (awaited.compareAndSet(null, action)) {
      throw stepUp.refuse(action, login.get());
    }
    throw stepUp.required();
  }

  /** The login is another by now. */
  void renewed() {
    Action action = awaited.get();
    if (action != null
        && !stepUp.isNeeded(action, login.get())
        && awaited.compareAndSet(action, null)) {
      audit.tell(
          Audited.Kind.STEPPED_UP, AuditTrail.Subject.of(login.get()), "Has confirmed the login");
    }
  }
}
