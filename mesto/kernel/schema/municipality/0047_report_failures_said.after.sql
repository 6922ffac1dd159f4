-- Only a column was added: there is nothing to clean up.
select;
