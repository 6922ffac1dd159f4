-- The previous release knows no rights and left nothing to clean up.
select;
