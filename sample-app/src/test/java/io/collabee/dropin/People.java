package io.collabee.dropin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;

/** Knows everybody, by a password that is easy to guess. */
@ApplicationScoped
public class People implements IdentityStore {
  static String password(String name) {
    return "secret-of-" + name;
  }

  /** Called by its parameter's type. */
  public CredentialValidationResult validate(UsernamePasswordCredential credential) {
    String name = credential.getCaller();
    return credential.compareTo(name, password(name))
        ? new CredentialValidationResult(name)
        : CredentialValidationResult.INVALID_RESULT;
  }
}
