-- People, and what each municipality lets them do. A person may belong to several.

create table account (
    id         integer generated always as identity primary key,
    login      text not null unique check (login = lower(login)),
    name       text not null,
    password   text,                         -- Argon2id; null: none yet, or elsewhere
    totp       text,                         -- the shared secret, base32; null: not asked
    totp_used  bigint not null default 0,    -- the last step a code was taken for
    issuer     text,                         -- OpenID Connect: who vouches for them
    subject    text,                         -- and how they are called there
    language   text not null default '',
    disabled   boolean not null default false,
    created_at timestamptz not null default now(),
    unique (issuer, subject)
);

create table membership (
    account      integer not null references account on delete cascade,
    municipality text not null references municipality on delete cascade,
    roles        text[] not null,
    primary key (account, municipality)
);
create index membership_municipality on membership (municipality);

-- A link that lets somebody in once, to choose a password.
create table invitation (
    digest     bytea primary key,            -- SHA-256 of what stands in the link
    account    integer not null references account on delete cascade,
    expires_at timestamptz not null
);

create table session (
    digest     bytea primary key,            -- SHA-256 of the cookie
    account    integer not null references account on delete cascade,
    created_at timestamptz not null default now(),
    seen_at    timestamptz not null default now(),
    expires_at timestamptz not null,
    agent      text not null default ''      -- which browser, for the person to know it
);
create index session_account on session (account);

alter table api_key
    add column roles      text[] not null default '{administrator}',
    add column expires_at timestamptz,
    add column per_minute integer check (per_minute > 0);
