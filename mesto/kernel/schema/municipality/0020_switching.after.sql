-- Only indexes were added: there is nothing to clean up.
select;
