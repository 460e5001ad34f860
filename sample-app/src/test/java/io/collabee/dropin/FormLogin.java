package io.collabee.dropin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.authentication.mechanism.http.FormAuthenticationMechanismDefinition;
import jakarta.security.enterprise.authentication.mechanism.http.LoginToContinue;

/** Has people log in by a form. */
@FormAuthenticationMechanismDefinition(
    loginToContinue =
        @LoginToContinue(
            loginPage = "/login.html",
            errorPage = "/login.html",
            useForwardToLogin = false))
@ApplicationScoped
public class FormLogin {}
