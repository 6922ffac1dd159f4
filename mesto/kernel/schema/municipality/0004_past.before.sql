-- How the municipality was shown, for months back: what the live picture held, and what
-- it said of everything that was not well.

-- The film of the picture. A reel is a row with `whole` and those that follow it up to
-- the next; each holds what changed in it. Between rows nobody watched.
create table film (
    start   timestamptz primary key,
    stop    timestamptz not null,
    whole   bytea,                           -- how everything was; null: go on
    changes bytea                            -- what changed since; null: nothing
);
-- Both are compressed already.
alter table film alter column whole set storage external,
                 alter column changes set storage external;

-- Sentences repeat, so rows that say one hold its digest.
create table sentence (
    digest bigint primary key,
    said   jsonb not null,                   -- by language
    sought text not null                     -- folded, all languages
);

-- A time in which an asset was not well in one way. What and where it was stands here,
-- since assets move, are renamed and go.
create table alarm (
    entity    integer not null,
    opened_at timestamptz not null,          -- when the picture first showed it
    ended_at  timestamptz,                   -- null: it is so
    since     timestamptz not null,          -- from when, as far as its judge knew
    status    smallint not null,             -- 1 warning 2 critical 3 offline 4 maintenance
    type      text not null,
    name      text not null,
    street    text not null,
    district  text not null,
    sought    text not null,                 -- name, code and street, folded
    longitude double precision not null,
    latitude  double precision not null,
    cause     bigint not null,               -- the sentence last said
    by        integer,                       -- the entity that explains it
    alert     integer,                       -- the Alert that tells what people did
    primary key (entity, opened_at)
);
create index alarm_open on alarm (opened_at) where ended_at is null;
create index alarm_opened on alarm (opened_at, status);
create index alarm_answered on alarm (entity)
    where alert is not null and ended_at is null;

-- What was said of an asset, each sentence from its moment on.
create table said (
    entity integer not null,
    at     timestamptz not null,
    cause  bigint not null,
    by     integer,
    primary key (entity, at)
);
