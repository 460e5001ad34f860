-- CollabEE schema, version 3, for H2 2.x: older history, compressed.
-- Run once, after version 2, in the schema that the data source's connections default to, or leave
-- it to the module (collab.schema = create). docs/schema.md describes every table.

create table if not exists collab_chunk (
  document_key bigint not null,
  first_version bigint not null,
  committed timestamp(3) with time zone not null,
  operations integer not null,
  payload blob not null,
  primary key (document_key, first_version)
);

insert into collab_schema_history (version, script, applied)
  values (3, 'V3__chunks.sql', current_timestamp);
