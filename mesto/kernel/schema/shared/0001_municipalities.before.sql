-- What is known before anyone is let in: the municipalities and their keys.

create table municipality (
    name       text primary key,
    created_at timestamptz not null default now()
);

create table api_key (
    digest       bytea primary key,          -- SHA-256 of the key; keys are random
    municipality text not null references municipality on delete cascade,
    label        text not null,
    broker_hash  text not null,              -- bcrypt of the key, for the broker
    created_at   timestamptz not null default now()
);
create index api_key_municipality on api_key (municipality);
