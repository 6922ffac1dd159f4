-- Only tables were added: there is nothing to clean up.
select;
