-- Only how indexes are kept was changed: there is nothing to clean up.
select;
