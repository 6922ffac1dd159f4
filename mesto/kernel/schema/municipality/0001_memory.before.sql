-- The memory of one municipality. Integers stand for names, since a row is written
-- millions of times: 90 B against 200 B with text URNs.

create table entity (
    id          integer generated always as identity primary key,
    urn         text not null unique,
    types       text[] not null default '{}',
    scopes      text[] not null default '{}',
    "exists"    boolean not null default false,
    created_at  timestamptz,
    modified_at timestamptz,
    deleted_at  timestamptz
);
create index entity_types on entity using gin (types) where "exists";
create index entity_scopes on entity using gin (scopes) where "exists";

create table attribute (
    id        integer generated always as identity primary key,
    name      text not null unique,
    keep_days integer check (keep_days > 0)  -- null: for ever
);

create table source (
    id   smallint generated always as identity primary key,
    name text not null unique
);

-- One mirror of now: a row an attribute instance, written with the ledger.
create table present (
    entity      integer not null references entity,
    attribute   integer not null references attribute,
    dataset     text not null default '',
    position    bigint not null,
    observed_at timestamptz not null,
    timed       boolean not null,            -- the observation gave its time
    as_of       timestamptz not null,        -- what decides which of two is newer
    created_at  timestamptz not null,
    recorded_at timestamptz not null,
    kind        smallint not null,
    deleted     boolean not null,            -- kept, so that late data stay late
    number      double precision,
    value       jsonb,
    unit        text,
    meta        jsonb,
    source      smallint not null references source,
    place       box,                         -- bounds of a GeoProperty, lon/lat
    primary key (entity, attribute, dataset)
) with (fillfactor = 75);
create index present_attribute on present (attribute, entity);
create index present_place on present using gist (place) where place is not null;

create sequence ledger_position cache 1;

-- Everything ever observed. The key makes recording twice recording once; the digest
-- tells two different statements about one moment apart.
create table ledger (
    position    bigint not null,
    entity      integer not null,
    attribute   integer not null,
    observed_at timestamptz not null,
    digest      bigint not null,
    recorded_at timestamptz not null default now(),
    written_by  xid8 not null default pg_current_xact_id(),
    number      double precision,
    kind        smallint not null,
    source      smallint not null,
    timed       boolean not null,
    deleted     boolean not null,
    value       jsonb,
    unit        text,
    dataset     text,
    meta        jsonb,
    primary key (entity, attribute, observed_at, digest)
) partition by range (observed_at);
create index ledger_order on ledger (written_by, position);
create table ledger_outside partition of ledger default;

create table rollup_hour (
    attribute integer not null,
    entity    integer not null,
    start     timestamptz not null,
    n         bigint not null,
    total     double precision not null,
    least     double precision not null,
    greatest  double precision not null,
    last      double precision not null,
    last_at   timestamptz not null,
    primary key (attribute, entity, start)
);
create index rollup_hour_start on rollup_hour (attribute, start);
create table rollup_day (like rollup_hour including all);

create table bookmark (
    reader     text primary key,
    written_by xid8 not null,
    position   bigint not null,
    holder     uuid,                         -- the process that reads now
    held_until timestamptz
);

create table quarantine (
    id          bigint generated always as identity primary key,
    connection  text not null,
    gate        text not null,
    origin      text not null,
    headers     jsonb not null,
    payload     bytea not null,
    reason      text not null,
    facts       jsonb not null,
    received_at timestamptz not null,
    tries       integer not null default 1,
    state       text not null default 'held'
                check (state in ('held', 'replayed', 'discarded'))
);
create index quarantine_held on quarantine (id) where state = 'held';

create table command (
    id         uuid primary key default gen_random_uuid(),
    entity     text not null,
    name       text not null,
    value      jsonb,
    source     text not null,
    state      text not null default 'pending'
               check (state in ('pending', 'sent', 'confirmed', 'failed', 'expired')),
    reason     text not null default '',
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    sent_at    timestamptz,
    settled_at timestamptz
);
create index command_open on command (expires_at) where state in ('pending', 'sent');
