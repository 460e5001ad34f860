package io.collabee.dropin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.auth.LoginConfig;

/** Has the server verify the tokens that come with requests. */
@LoginConfig(authMethod = "MP-JWT")
@ApplicationPath("api")
@ApplicationScoped
public class TokenApplication extends Application {}
