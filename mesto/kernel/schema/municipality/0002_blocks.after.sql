-- Nothing of the previous release is left to clean up.
select;
