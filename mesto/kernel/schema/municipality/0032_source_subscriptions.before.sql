-- Who wants to be told of registrations of context sources, by NGSI-LD, instead of
-- entities, and what of them it was told.
alter table subscription add column of_sources boolean not null default false;

create table source_told (
    subscription text not null,
    registration text not null,
    change       bigint not null,   -- the number of the change it was told of
    shown        jsonb not null,    -- as it was told
    primary key (subscription, registration)
);
