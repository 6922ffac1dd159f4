-- Only a column and a table were added: there is nothing to clean up.
select;
