-- Only tables and a column were added: there is nothing to clean up.
select;
