-- How many steps of each phase a municipality's tables have taken, so that a start
-- looks only at those that are behind, and hundreds of others cost it nothing.

alter table municipality
    add column before_steps integer not null default 0,
    add column after_steps  integer not null default 0;
