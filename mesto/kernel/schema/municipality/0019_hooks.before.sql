-- Addresses at which other systems set scenarios off: of each its secret only as a
-- digest. They state nothing about the town; guests see nothing of them.

create table scenario_hook (
    scenario text primary key,
    digest   bytea not null,                 -- SHA-256 of the secret in the address
    grain    bytea not null,                 -- with the secret it makes the signing key
    signed   boolean not null,               -- only what carries a signature is heard
    made_at  timestamptz not null default now(),
    made_by  text not null,
    last_at  timestamptz                     -- when it was last called
);
