-- What a relationship leads to, by itself: null for everything else, so that a new
-- reading touches no index.
alter table present
    add column target jsonb generated always as (
        case when kind in (1, 6) then value  -- Relationship and ListRelationship
             when jsonb_typeof(value) = 'string'
              and value #>> '{}' like 'urn:ngsi-ld:%' then value  -- one in disguise
        end
    ) stored;
create index present_target on present using gin (target jsonb_path_ops)
    where target is not null;

-- What people said is found without reading what devices said: sources of people have
-- numbers below zero, and this index holds nothing else.
create sequence source_of_people as smallint increment by -1 minvalue -32768 start -1;
create index ledger_by_people on ledger (entity, observed_at) where source < 0;

create index command_entity on command (entity, created_at);
