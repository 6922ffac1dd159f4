-- Very much is ordered by one call. What people hold is read after the turn was taken, by
-- a snapshot of its own: a single statement would still see how it was before it waited.
-- The arrays have an element for each command; see kernel/ordering.py.
create function order_unheld(
    turns text[],                            -- names of commands, in order
    ids uuid[],
    entities text[],
    names text[],
    bodies text[],                           -- JSON
    sources text[],
    ends timestamptz[],
    pauses real[],
    goes boolean[]                           -- on its way at once, as if it were taken
) returns setof uuid
language plpgsql as $$
#variable_conflict use_column
begin
    perform pg_advisory_xact_lock(
                hashtextextended(current_schema() || ' ' || turn, 14))
       from unnest(turns) as turn;
    return query
    insert into command
           (id, entity, name, value, source, expires_at, again_s, state, tries, sent_at,
            due_at)
    select told.id, told.entity, told.name, told.body::jsonb, told.source,
           told.expires_at, told.again_s,
           case when told.going then 'sent' else 'pending' end,
           case when told.going then 1 else 0 end,
           case when told.going then now() end,
           now() + make_interval(
               secs => case when told.going then told.again_s else 0 end)
      from unnest(ids, entities, names, bodies, sources, ends, pauses, goes)
               with ordinality
               as told (id, entity, name, body, source, expires_at, again_s, going, number)
     where not exists (select from override o
                        where o.entity = told.entity
                          and o.name = told.name
                          and o.ended_at is null)
     order by told.number
        on conflict (id) do nothing
    returning command.id;
end
$$;
