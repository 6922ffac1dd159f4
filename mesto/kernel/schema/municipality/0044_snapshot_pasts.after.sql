-- Only a table was added: there is nothing to clean up.
select;
