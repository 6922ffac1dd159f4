-- What an entity is goes into the index at once. A list of what is still to go there,
-- which PostgreSQL keeps by default, is read from end to end by everyone who asks for
-- the entities of a type: 4 ms in a town of 30,000 lamps, at every order to a lamp.

alter index entity_types set (fastupdate = off);
alter index entity_scopes set (fastupdate = off);
select gin_clean_pending_list('entity_types'), gin_clean_pending_list('entity_scopes');
