-- CollabEE schema, version 4, for MariaDB 10.11 and later: who gave a version its label, and when.
-- Run once, after version 3, in the database that the data source's connections default to, or leave
-- it to the module (collab.schema = create). docs/schema.md describes every table.

alter table collab_snapshot add column if not exists label_author longtext;
alter table collab_snapshot add column if not exists label_time datetime(3);

insert into collab_schema_history (version, script, applied)
  values (4, 'V4__labels.sql', utc_timestamp(3));
