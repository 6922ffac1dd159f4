-- Which entities a query by NGSI-LD found, and who knows them, so that the pages of its
-- answer are of one piece. They go by themselves: see `expires_at`.
create table entity_map (
    id         text primary key,      -- URI
    owner      text not null,         -- who asked, as the ledger calls it
    asked      text not null,         -- a digest of the query
    expires_at timestamptz not null,
    urns       text[] not null,       -- in their order
    sources    jsonb not null         -- urn to ids of registrations, `@none`: here; no urn: here alone
);
create index entity_map_expiring on entity_map (expires_at);
