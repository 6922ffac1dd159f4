-- The streets as trucks of waste collection drive them, ready to reckon with.

create table waste_roads (
    town     boolean primary key default true check (town), -- there is one
    network  bytea not null,
    source   text not null,               -- what it was made of
    built_at timestamptz not null default now()
);
