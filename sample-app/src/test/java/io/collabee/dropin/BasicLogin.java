package io.collabee.dropin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.BasicAuthenticationMechanismDefinition;

/** Has people log in by BASIC. */
@BasicAuthenticationMechanismDefinition(realmName = "people")
@ApplicationScoped
public class BasicLogin {}
