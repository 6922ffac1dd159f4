-- How often stored @contexts of NGSI-LD are used; counted by processes, added here.
create table context_use (
    context   text primary key,      -- its local identifier
    hits      bigint not null,
    last_used timestamptz not null
);
