package io.collabee.dropin;

import io.collabee.Caller;
import io.collabee.DocumentId;
import io.collabee.spi.Access;
import io.collabee.spi.AccessPolicy;
import jakarta.enterprise.context.ApplicationScoped;

/** A document belongs to whom its collection is named after; those in {@code all} to everybody. */
@ApplicationScoped
public class OwnersOnly implements AccessPolicy {

  @Override
  public Access access(Caller caller, DocumentId document) {
    String owner = document.collection();
    return owner.equals("all") || owner.equals(caller.name()) ? Access.MANAGE : Access.NONE;
  }
}
