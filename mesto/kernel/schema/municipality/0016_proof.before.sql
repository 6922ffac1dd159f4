-- Proof that nothing was changed behind our back, and what people did here.

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

-- Sealed rows name who said it by a seal over the name and a grain of salt. Without the
-- salt the name may be replaced, and nobody can tell any more whose it was.
alter table source
    add column salt bytea,
    add column seal bytea;

-- Orders are sealed too: an order of writing, as the ledger has.
alter table command
    add column written_by xid8 not null default pg_current_xact_id(),
    add column position bigint generated always as identity;
create index command_order on command (written_by, position);

-- What people said, by when they said it.
create index ledger_by_people_at on ledger (recorded_at) where source < 0;
create index command_created on command (created_at);
