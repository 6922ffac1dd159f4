-- Why a connection does not run, for people: a sentence by language; null: in English.
alter table connection_trouble add column says jsonb;
