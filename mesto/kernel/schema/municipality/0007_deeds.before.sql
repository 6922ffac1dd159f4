-- What people did, by the token they did it with: a deed whose answer was lost is sent
-- again and is not done twice. Old ones are forgotten.

create table deed (
    token   text primary key,
    digest  bytea not null,                  -- of the request it came with
    done_at timestamptz not null default now(),
    status  smallint,                        -- of the answer; null: nobody noted it
    kind    text not null default '',        -- media type of the answer
    answer  bytea
);
create index deed_done on deed (done_at);
