-- Nothing to clean up.
select;
