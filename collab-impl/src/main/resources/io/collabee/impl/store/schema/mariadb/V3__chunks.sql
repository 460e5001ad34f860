-- CollabEE schema, version 3, for MariaDB 10.11 and later: older history, compressed.
-- Run once, after version 2, in the database that the data source's connections default to, or leave
-- it to the module (collab.schema = create). docs/schema.md describes every table.

create table if not exists collab_chunk (
  document_key bigint not null,
  first_version bigint not null,
  committed datetime(3) not null,
  operations integer not null,
  payload longblob not null,
  primary key (document_key, first_version)
) engine = InnoDB, row_format = dynamic, default character set utf8mb4, collate utf8mb4_nopad_bin;

insert into collab_schema_history (version, script, applied)
  values (3, 'V3__chunks.sql', utc_timestamp(3));
