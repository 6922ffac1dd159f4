-- Why a report was not made, for people: a sentence by language; null: in English.
alter table report_run add column says jsonb;
