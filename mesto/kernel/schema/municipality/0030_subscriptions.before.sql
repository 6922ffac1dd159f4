-- Who wants to be told of changes by NGSI-LD, and what is still to be told. A
-- notification is kept until it was taken; then it is counted and gone.

-- How often anything about subscriptions changed: one row, so that changes are seen in
-- the order of their numbers.
create table subscription_change (
    one bigint primary key default 1 check (one = 1),
    n   bigint not null default 0
);
insert into subscription_change default values;

create table subscription (
    id                text primary key,     -- URI
    document          jsonb not null,       -- as it was said, without @context
    context           jsonb not null,       -- the @context it was said with
    owner             text not null,        -- who subscribed, as the ledger calls it
    roles             text[] not null,      -- what it was allowed by
    created_at        timestamptz not null default now(),
    modified_at       timestamptz not null default now(),
    change            bigint not null,      -- the number of its last
    times_sent        bigint not null default 0,
    times_failed      bigint not null default 0,
    last_notification timestamptz,
    last_success      timestamptz,
    last_failure      timestamptz,
    why               text                  -- the last one failed
);
create index subscription_changed on subscription (change);

create table notification (
    subscription text not null,
    number       bigint generated always as identity,
    body         bytea not null,
    headers      jsonb not null,            -- of HTTP, beside those of the receiver
    made_at      timestamptz not null default now(),
    tries        integer not null default 0,
    due_at       timestamptz,               -- null: given up
    primary key (subscription, number)
);
create index notification_waiting on notification (subscription, number)
 where due_at is not null;
