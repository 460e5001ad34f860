-- CollabEE schema, version 4, for PostgreSQL 13 and later: who gave a version its label, and when.
-- Run once, after version 3, in the schema that the data source's connections default to, or leave
-- it to the module (collab.schema = create). docs/schema.md describes every table.

alter table collab_snapshot add column if not exists label_author text;
alter table collab_snapshot add column if not exists label_time timestamp(3) with time zone;

insert into collab_schema_history (version, script, applied)
  values (4, 'V4__labels.sql', current_timestamp);
