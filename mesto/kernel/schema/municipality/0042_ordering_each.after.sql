-- Only a function was added: there is nothing to clean up.
select;
