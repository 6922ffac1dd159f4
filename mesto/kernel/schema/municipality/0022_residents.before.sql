-- Residents who asked to be told something, without an account: how they are reached, and
-- the collections of waste they are reminded of. Who ends it is forgotten; guests read none.

create table resident (
    number    uuid primary key,
    token     text not null unique,          -- who knows it may read and end it
    language  text not null,
    mail      text not null default '',
    browser   jsonb,                         -- endpoint and keys (RFC 8291); null: by mail
    confirmed boolean not null default false,
    since     timestamptz not null default now(),
    check ((mail = '') = (browser is not null))
);
create index resident_mail on resident (mail) where mail <> '';
create index resident_unconfirmed on resident (since) where not confirmed;

create table collection_reminder (
    resident uuid primary key references resident on delete cascade,
    address  text not null,                  -- as it was typed
    moment   text not null check (moment in ('evening', 'morning')),
    told_on  date                            -- the day of collection last told; null: none
);
