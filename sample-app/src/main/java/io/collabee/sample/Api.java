package io.collabee.sample;

import io.collabee.sample.people.Tokens;
import jakarta.annotation.security.DeclareRoles;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/**
 * What our pages' scripts ask for. Who asks is known by a token, which the server's MicroProfile
 * JWT checks, for these resources and for CollabEE's.
 */
// Some servers see the login's configuration only if this is a bean.
@ApplicationScoped
@ApplicationPath("api")
@LoginConfig(authMethod = "MP-JWT")
@DeclareRoles(Tokens.PERSON)
public class Api extends Application {}
