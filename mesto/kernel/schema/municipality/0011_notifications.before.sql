-- What people and systems are told. A notice becomes deliveries, one for each who hears
-- of it and each way there; deliveries that are due go together in messages. Contacts
-- and wishes are personal and stand here, not in the ledger; guests read none of it.

create table notice (
    number  bigint generated always as identity unique,
    id      uuid primary key,
    content jsonb not null,
    files   text,                            -- as JSON; null: none
    told_at timestamptz not null default now(),
    planned boolean not null default false
);
create index notice_unplanned on notice (number) where not planned;
create index notice_told on notice (told_at);

create table message (
    id         uuid primary key,             -- what a receiver tells repetitions by
    recipient  text not null,                -- person:LOGIN or channel:NAME
    channel    text not null,
    address    text not null,                -- a browser's number; else empty
    "group"    text not null,
    severity   smallint not null,            -- the highest of its notices
    notices    integer not null,             -- how many it tells of
    state      text not null default 'pending'
        check (state in ('pending', 'sending', 'sent', 'failed', 'dead')),
    tries      integer not null default 0,
    due_at     timestamptz not null,         -- when it is tried next, or taken as lost
    why        text not null default '',
    created_at timestamptz not null,
    settled_at timestamptz
);
create index message_due on message (due_at) where state in ('pending', 'sending', 'failed');
create index message_recent on message (recipient, channel, address, created_at);
create index message_created on message (created_at);

create table delivery (
    number    bigint generated always as identity primary key,
    notice    uuid not null references notice on delete cascade,
    recipient text not null,
    channel   text not null,
    address   text not null,
    "group"   text not null,
    severity  smallint not null,
    due_at    timestamptz not null,
    message   uuid references message,       -- null: it waits
    unique (notice, recipient, channel, address)
);
create index delivery_waiting on delivery (recipient, channel, address, due_at)
    where message is null;
create index delivery_message on delivery (message);

create table contact (
    login       text primary key,
    mail        text not null default '',
    phone       text not null default '',    -- E.164
    preferences jsonb not null default '{}'
);

create table browser (
    number   uuid primary key,
    login    text not null,
    endpoint text not null unique,
    keys     jsonb not null,                 -- p256dh and auth (RFC 8291)
    agent    text not null,
    since    timestamptz not null default now()
);
create index browser_login on browser (login);

-- Who we are to push services (RFC 8292). One for all processes, made at first use.
create table push_identity (
    only_one    boolean primary key default true check (only_one),
    private_key text not null
);
