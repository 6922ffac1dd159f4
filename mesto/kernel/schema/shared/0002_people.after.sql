-- The previous release knows no people and left nothing to clean up.
select;
