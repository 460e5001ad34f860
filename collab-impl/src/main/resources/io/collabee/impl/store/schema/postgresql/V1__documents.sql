-- CollabEE schema, version 1, for PostgreSQL 13 and later.
-- Run once, in the schema that the data source's connections default to, or leave it to the
-- module (collab.schema = create). docs/schema.md describes every table.

-- Each script ends by telling here that it has run.
create table if not exists collab_schema_history (
  version integer not null primary key,
  script varchar(255) not null,
  applied timestamp(3) with time zone not null
);

create sequence if not exists collab_document_seq increment by 50;
create sequence if not exists collab_source_seq increment by 50;

-- Names compare byte by byte: collation "C". A head moves with every edit, so rows leave room on
-- their page for the next one.
create table if not exists collab_document (
  document_key bigint not null primary key,
  version bigint not null,
  created timestamp(3) with time zone,
  modified timestamp(3) with time zone,
  type varchar(255),
  organisation varchar(255) collate "C" not null,
  collection varchar(255) collate "C" not null,
  id varchar(255) collate "C" not null,
  unique (organisation, collection, id)
) with (fillfactor = 60);

create table if not exists collab_source (
  source_key bigint not null primary key,
  source text not null,
  author text not null
);

-- No foreign key: the document's row is locked whenever a diff is written, and checking it again
-- would cost every edit.
create table if not exists collab_diff (
  document_key bigint not null,
  first_version bigint not null,
  committed timestamp(3) with time zone not null,
  operations integer not null,
  payload bytea not null,
  primary key (document_key, first_version)
) partition by hash (document_key);

create table if not exists collab_snapshot (
  document_key bigint not null,
  version bigint not null,
  committed timestamp(3) with time zone not null,
  type varchar(255),
  label varchar(255),
  sources text not null,
  content text not null,
  primary key (document_key, version)
) partition by hash (document_key);

create table if not exists collab_diff_0 partition of collab_diff for values with (modulus 8, remainder 0);
create table if not exists collab_diff_1 partition of collab_diff for values with (modulus 8, remainder 1);
create table if not exists collab_diff_2 partition of collab_diff for values with (modulus 8, remainder 2);
create table if not exists collab_diff_3 partition of collab_diff for values with (modulus 8, remainder 3);
create table if not exists collab_diff_4 partition of collab_diff for values with (modulus 8, remainder 4);
create table if not exists collab_diff_5 partition of collab_diff for values with (modulus 8, remainder 5);
create table if not exists collab_diff_6 partition of collab_diff for values with (modulus 8, remainder 6);
create table if not exists collab_diff_7 partition of collab_diff for values with (modulus 8, remainder 7);

create table if not exists collab_snapshot_0 partition of collab_snapshot for values with (modulus 8, remainder 0);
create table if not exists collab_snapshot_1 partition of collab_snapshot for values with (modulus 8, remainder 1);
create table if not exists collab_snapshot_2 partition of collab_snapshot for values with (modulus 8, remainder 2);
create table if not exists collab_snapshot_3 partition of collab_snapshot for values with (modulus 8, remainder 3);
create table if not exists collab_snapshot_4 partition of collab_snapshot for values with (modulus 8, remainder 4);
create table if not exists collab_snapshot_5 partition of collab_snapshot for values with (modulus 8, remainder 5);
create table if not exists collab_snapshot_6 partition of collab_snapshot for values with (modulus 8, remainder 6);
create table if not exists collab_snapshot_7 partition of collab_snapshot for values with (modulus 8, remainder 7);

create table if not exists collab_secret (
  name varchar(255) not null primary key,
  created timestamp(3) with time zone not null,
  secret bytea not null
);

insert into collab_schema_history (version, script, applied)
  values (1, 'V1__documents.sql', current_timestamp);
