-- CollabEE schema, version 1, for MariaDB 10.11 and later.
-- Run once, in the database that the data source's connections default to, or leave it to the
-- module (collab.schema = create). docs/schema.md describes every table. Times are in UTC.

-- Each script ends by telling here that it has run.
create table if not exists collab_schema_history (
  version integer not null primary key,
  script varchar(255) not null,
  applied datetime(3) not null
) engine = InnoDB, default character set utf8mb4, collate utf8mb4_nopad_bin;

create sequence if not exists collab_document_seq increment by 50 engine = InnoDB;
create sequence if not exists collab_source_seq increment by 50 engine = InnoDB;

-- Names compare byte by byte, and trailing spaces count: collation utf8mb4_nopad_bin.
create table if not exists collab_document (
  document_key bigint not null primary key,
  version bigint not null,
  created datetime(3),
  modified datetime(3),
  type varchar(255),
  organisation varchar(255) not null,
  collection varchar(255) not null,
  id varchar(255) not null,
  unique (organisation, collection, id)
) engine = InnoDB, row_format = dynamic, default character set utf8mb4, collate utf8mb4_nopad_bin;

create table if not exists collab_source (
  source_key bigint not null primary key,
  source longtext not null,
  author longtext not null
) engine = InnoDB, row_format = dynamic, default character set utf8mb4, collate utf8mb4_nopad_bin;

create table if not exists collab_diff (
  document_key bigint not null,
  first_version bigint not null,
  committed datetime(3) not null,
  operations integer not null,
  payload longblob not null,
  primary key (document_key, first_version)
) engine = InnoDB, row_format = dynamic, default character set utf8mb4, collate utf8mb4_nopad_bin;

create table if not exists collab_snapshot (
  document_key bigint not null,
  version bigint not null,
  committed datetime(3) not null,
  type varchar(255),
  label varchar(255),
  sources longtext not null,
  content longtext not null,
  primary key (document_key, version)
) engine = InnoDB, row_format = dynamic, default character set utf8mb4, collate utf8mb4_nopad_bin;

create table if not exists collab_secret (
  name varchar(255) not null primary key,
  created datetime(3) not null,
  secret varbinary(255) not null
) engine = InnoDB, row_format = dynamic, default character set utf8mb4, collate utf8mb4_nopad_bin;

insert into collab_schema_history (version, script, applied)
  values (1, 'V1__documents.sql', utc_timestamp(3));
