-- What some queries by NGSI-LD found at one moment, kept as it was then. Snapshots go by
-- themselves: see `expires_at`.
create table snapshot (
    id         text primary key,      -- URI
    owner      text not null,         -- who asked, as the ledger calls it
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    said       bytea not null,        -- what it is made of and what came of it, JSON
    bytes      bigint not null        -- of all its entities
);
create index snapshot_expiring on snapshot (expires_at);

create table snapshot_entity (
    snapshot text not null references snapshot on delete cascade,
    number   integer not null,        -- its place among those found
    urn      text not null,
    entity   bytea not null,          -- as the kernel knows entities, JSON
    primary key (snapshot, number)
);
create index snapshot_entity_urn on snapshot_entity (snapshot, urn);
