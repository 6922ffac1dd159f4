-- What connections prove themselves with. The municipality's own role writes and cannot
-- read it; see _grant in database.py.

create table secret (
    entity  integer not null references entity,
    name    text not null,
    value   text not null,
    address text not null,                   -- the only one it goes to
    primary key (entity, name)
);
