-- Who else knows something of the city by NGSI-LD, and is asked for it (context sources).

-- How often anything about registrations changed: one row, so that changes are seen in
-- the order of their numbers. The alias tells the municipality from all others, of
-- other installations too, on the way from broker to broker.
create table registration_change (
    one   bigint primary key default 1 check (one = 1),
    n     bigint not null default 0,
    alias text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 12)
);
insert into registration_change default values;

create table registration (
    id           text primary key,      -- URI
    document     jsonb not null,        -- as it was said, without @context
    context      jsonb not null,        -- the @context it was said with
    owner        text not null,         -- who registered, as the ledger calls it
    created_at   timestamptz not null default now(),
    modified_at  timestamptz not null default now(),
    change       bigint not null,       -- the number of its last
    times_sent   bigint not null default 0,
    times_failed bigint not null default 0,
    last_success timestamptz,
    last_failure timestamptz
);
create index registration_changed on registration (change);
