-- Why something came to nothing, for people: a sentence by language; null: in English.
alter table command add column says jsonb;
alter table override add column says jsonb;
