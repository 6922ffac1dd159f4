-- Files that systems of the town brought, by the entity that tells of each. No guest
-- reads this table: who may have a file is asked by its service.

create table brought_file (
    entity  text primary key,                 -- URN
    content bytea not null,
    kept_at timestamptz not null default now()
);
