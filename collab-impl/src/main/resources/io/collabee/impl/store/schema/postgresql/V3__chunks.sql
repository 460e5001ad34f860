-- CollabEE schema, version 3, for PostgreSQL 13 and later: older history, compressed.
-- Run once, after version 2, in the schema that the data source's connections default to, or leave
-- it to the module (collab.schema = create). docs/schema.md describes every table.

create table if not exists collab_chunk (
  document_key bigint not null,
  first_version bigint not null,
  committed timestamp(3) with time zone not null,
  operations integer not null,
  payload bytea not null,
  primary key (document_key, first_version)
) partition by hash (document_key);

-- Payloads are compressed already. The partitions made after this take it over.
alter table collab_chunk alter column payload set storage external;

create table if not exists collab_chunk_0 partition of collab_chunk for values with (modulus 8, remainder 0);
create table if not exists collab_chunk_1 partition of collab_chunk for values with (modulus 8, remainder 1);
create table if not exists collab_chunk_2 partition of collab_chunk for values with (modulus 8, remainder 2);
create table if not exists collab_chunk_3 partition of collab_chunk for values with (modulus 8, remainder 3);
create table if not exists collab_chunk_4 partition of collab_chunk for values with (modulus 8, remainder 4);
create table if not exists collab_chunk_5 partition of collab_chunk for values with (modulus 8, remainder 5);
create table if not exists collab_chunk_6 partition of collab_chunk for values with (modulus 8, remainder 6);
create table if not exists collab_chunk_7 partition of collab_chunk for values with (modulus 8, remainder 7);

insert into collab_schema_history (version, script, applied)
  values (3, 'V3__chunks.sql', current_timestamp);
