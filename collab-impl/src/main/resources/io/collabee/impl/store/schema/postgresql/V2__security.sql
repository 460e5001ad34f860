-- CollabEE schema, version 2, for PostgreSQL 13 and later: who is there, and who no more.
-- Run once, after version 1, in the schema that the data source's connections default to, or leave
-- it to the module (collab.schema = create). docs/schema.md describes every table.

create table if not exists collab_spent_ticket (
  ticket uuid not null primary key,
  expires timestamp(3) with time zone not null
);

create index if not exists collab_spent_ticket_expires on collab_spent_ticket (expires);

create table if not exists collab_revocation (
  kind varchar(16) not null,
  subject varchar(64) collate "C" not null,
  issued_before timestamp(3) with time zone not null,
  changed timestamp(3) with time zone not null,
  expires timestamp(3) with time zone not null,
  primary key (kind, subject)
);

create index if not exists collab_revocation_changed on collab_revocation (changed);
create index if not exists collab_revocation_expires on collab_revocation (expires);

create table if not exists collab_session (
  session varchar(64) collate "C" not null primary key,
  secret varchar(64) collate "C" not null,
  caller varchar(64) collate "C" not null,
  key_id varchar(255) not null,
  sealed bytea not null,
  expires timestamp(3) with time zone not null
);

create index if not exists collab_session_caller on collab_session (caller);
create index if not exists collab_session_expires on collab_session (expires);

insert into collab_schema_history (version, script, applied)
  values (2, 'V2__security.sql', current_timestamp);
