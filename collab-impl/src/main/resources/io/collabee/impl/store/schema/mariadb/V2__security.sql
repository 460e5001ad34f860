-- CollabEE schema, version 2, for MariaDB 10.11 and later: who is there, and who no more.
-- Run once, after version 1, in the database that the data source's connections default to, or leave
-- it to the module (collab.schema = create). docs/schema.md describes every table.

create table if not exists collab_spent_ticket (
  ticket uuid not null primary key,
  expires datetime(3) not null
) engine = InnoDB, default character set utf8mb4, collate utf8mb4_nopad_bin;

create index if not exists collab_spent_ticket_expires on collab_spent_ticket (expires);

create table if not exists collab_revocation (
  kind varchar(16) not null,
  subject varchar(64) not null,
  issued_before datetime(3) not null,
  changed datetime(3) not null,
  expires datetime(3) not null,
  primary key (kind, subject)
) engine = InnoDB, default character set utf8mb4, collate utf8mb4_nopad_bin;

create index if not exists collab_revocation_changed on collab_revocation (changed);
create index if not exists collab_revocation_expires on collab_revocation (expires);

create table if not exists collab_session (
  session varchar(64) not null primary key,
  secret varchar(64) not null,
  caller varchar(64) not null,
  key_id varchar(255) not null,
  sealed longblob not null,
  expires datetime(3) not null
) engine = InnoDB, row_format = dynamic, default character set utf8mb4, collate utf8mb4_nopad_bin;

create index if not exists collab_session_caller on collab_session (caller);
create index if not exists collab_session_expires on collab_session (expires);

insert into collab_schema_history (version, script, applied)
  values (2, 'V2__security.sql', utc_timestamp(3));
