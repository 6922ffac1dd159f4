-- Only an index was added: there is nothing to clean up.
select;
