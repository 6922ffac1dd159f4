-- Pasts that a snapshot holds, beside what was at its moment.
create table snapshot_past (
    snapshot text not null references snapshot on delete cascade,
    number   integer not null,        -- its place among those found
    urn      text not null,
    past     bytea not null,          -- as the kernel knows evolutions, JSON
    primary key (snapshot, number)
);
create index snapshot_past_urn on snapshot_past (snapshot, urn);
