-- What residents were told of the day last told, so that a change of it is told, too.

alter table collection_reminder add column told text not null default '';
