-- The first release has nothing to clean up.
select;
