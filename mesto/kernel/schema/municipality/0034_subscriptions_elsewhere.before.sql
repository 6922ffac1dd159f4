-- Subscriptions that were made at context sources for subscriptions here, and through
-- which brokers a subscription came here itself.
alter table subscription add column via text[] not null default '{}';

create table source_subscription (
    subscription text not null,
    registration text not null,
    key          text not null unique,  -- in the address at which the source tells
    remote       text not null,         -- its id at the source; empty: not made yet
    said         bytea not null,        -- what the source was asked, hashed
    until        timestamptz not null,  -- then it ends there by itself
    primary key (subscription, registration)
);
