-- CollabEE schema, version 1, for H2 2.x.
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

create table if not exists collab_document (
  document_key bigint not null primary key,
  version bigint not null,
  created timestamp(3) with time zone,
  modified timestamp(3) with time zone,
  type varchar(255),
  organisation varchar(255) not null,
  collection varchar(255) not null,
  id varchar(255) not null,
  unique (organisation, collection, id)
);

create table if not exists collab_source (
  source_key bigint not null primary key,
  source varchar not null,
  author varchar not null
);

create table if not exists collab_diff (
  document_key bigint not null,
  first_version bigint not null,
  committed timestamp(3) with time zone not null,
  operations integer not null,
  payload blob not null,
  primary key (document_key, first_version)
);

create table if not exists collab_snapshot (
  document_key bigint not null,
  version bigint not null,
  committed timestamp(3) with time zone not null,
  type varchar(255),
  label varchar(255),
  sources clob not null,
  content clob not null,
  primary key (document_key, version)
);

create table if not exists collab_secret (
  name varchar(255) not null primary key,
  created timestamp(3) with time zone not null,
  secret varbinary(255) not null
);

insert into collab_schema_history (version, script, applied)
  values (1, 'V1__documents.sql', current_timestamp);
