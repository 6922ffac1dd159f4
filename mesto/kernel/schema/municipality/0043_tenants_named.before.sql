-- The municipality as who subscribed named it (NGSILD-Tenant); null: it was not named.
alter table subscription add column tenant text;
