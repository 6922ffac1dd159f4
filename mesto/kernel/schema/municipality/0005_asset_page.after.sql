-- Nothing of the previous release is left over.
select;
