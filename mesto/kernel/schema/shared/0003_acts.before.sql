-- What people and keys did, other than state and order: coming in, roles, keys, erasing.

-- Who did something, or had it done to them. The seal is over the name and the salt;
-- without the salt the name may be replaced.
create table actor (
    id   integer generated always as identity primary key,
    name text not null unique,
    salt bytea,
    seal bytea not null
);

create table act (
    position       bigint generated always as identity primary key,
    written_by     xid8 not null default pg_current_xact_id(),
    done_at        timestamptz not null default clock_timestamp(),
    municipalities text[] not null,          -- who may read of it there
    who            integer not null references actor,
    whom           integer references actor,
    verb           text not null,
    about          text not null default '',
    detail         jsonb not null default '{}',
    origin         text not null default '', -- address and browser; forgotten first
    salt           bytea,
    seal           bytea not null            -- over the origin and the salt
);
create index act_order on act (written_by, position);
create index act_municipalities on act using gin (municipalities);

-- What was written is sealed in blocks, each over the one before it; see kernel/chain.
create table chain_block (
    strand     text not null,                -- which table
    number     bigint not null,
    written_by xid8 not null,                -- the last row it seals
    position   bigint not null,
    rows       integer not null,
    sealed_at  timestamptz not null,
    hash       bytea not null,
    primary key (strand, number)
);

-- A block seals its rows part by part, so that what is lawfully forgotten is told in a
-- sentence and the rest of the block still holds.
create table chain_part (
    strand text not null,
    block  bigint not null,
    part   integer not null,                 -- of the ledger: the attribute
    rows   integer not null,
    hash   bytea not null,                   -- as it was sealed
    holds  bytea not null,                   -- as it is since the last change told below
    primary key (strand, block, part)
);

-- What was changed of sealed rows, and why; each told over the one before it.
create table chain_change (
    strand     text not null,
    number     bigint not null,
    block      bigint not null,
    part       integer not null,
    why        text not null,
    changed_at timestamptz not null,
    was        bytea not null,
    becomes    bytea not null,
    rows_left  integer not null,
    hash       bytea not null,
    primary key (strand, number)
);

-- What was just changed, by transaction and part, until its block is sealed anew.
create table chain_left (
    id         bigint generated always as identity primary key,
    strand     text not null,
    written_by xid8 not null,
    part       integer not null,
    why        text not null,
    changed_at timestamptz not null default now()
);

-- When it was last looked whether all of it holds, and what did not.
create table chain_check (
    strand     text primary key,
    checked_at timestamptz not null,
    blocks     bigint not null,
    rows       bigint not null,
    fault      jsonb
);

