-- How connections fare. Counted in memory and added here every few seconds, by every
-- process that takes messages in.

create table connection_minute (
    connection   text not null,
    start        timestamptz not null,
    messages     integer not null,
    observations integer not null,
    refused      integer not null,
    primary key (connection, start)
);

create table connection_total (
    connection   text primary key,
    messages     bigint not null,
    observations bigint not null,
    refused      bigint not null,
    last_at      timestamptz not null,       -- when the last message came
    last_origin  text not null,              -- and where from
    lag_s        double precision not null   -- from its arrival until it was durable
);

create table connection_trouble (
    connection text primary key,
    kind       text not null,                -- which sort of error
    reason     text not null,
    since      timestamptz not null
);

-- Messages refused for the same reason are one row to people, whatever the number or
-- name in it. What was settled together can be taken back together.
alter table quarantine
    add column settled_at timestamptz,
    add column cause text not null generated always as (regexp_replace(
        reason, '''[^'']*''|\m[0-9A-Fa-f]{8,}\M|[0-9]+([.,:-][0-9]+)*', '…', 'g'
    )) stored;
create index quarantine_cause on quarantine (connection, cause, id) where state = 'held';
create index quarantine_settled on quarantine (settled_at) where state = 'discarded';
