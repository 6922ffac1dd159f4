-- Who may see what. A role's rights are written out, a row a right; `reach` says which
-- entities each role sees, so that a guest's view asks one index a row.

create table role (
    name       text primary key,
    definition jsonb not null
);

-- Null: whatever it is.
create table role_right (
    role       text not null references role on delete cascade,
    number     integer not null,
    types      text[],
    attributes integer[],
    districts  text[],
    records    text,                         -- a pattern of LIKE over the URN
    primary key (role, number)
);

create table reach (
    entity integer not null references entity,
    role   text not null references role on delete cascade,
    sees   integer[] not null,               -- attributes; 0 is every one
    primary key (entity, role)
);
create index reach_role on reach (role);
