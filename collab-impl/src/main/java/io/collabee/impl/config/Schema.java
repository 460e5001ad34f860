package io.collabee.impl.config;

/** What happens to the tables when the module starts. */
public enum Schema {
  /** They are created, and brought up to date. */
  CREATE,
  /** They must be there and up to date, or the module does not start. */
  VALIDATE,
  /** Nothing; whoever runs the database sees to them. */
  NONE
}
