-- Only columns were added: there is nothing to clean up.
select;
