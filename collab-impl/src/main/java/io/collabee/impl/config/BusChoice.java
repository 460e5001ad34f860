package io.collabee.impl.config;

/** What brings to the other nodes what one has committed. */
public enum BusChoice {
  /** Redis where there is one, and the database where that can. */
  AUTO,
  /** Redis, which must be there. */
  REDIS,
  /** The database, which must be one that can. */
  DATABASE,
  /** Nothing: nodes ask the database. */
  NONE
}
