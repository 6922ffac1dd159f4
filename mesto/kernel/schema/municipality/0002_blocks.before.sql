-- A statement takes one step of the sequence and counts on from there: asking for every
-- row cost a tenth of writing it. 2^15 rows a step, 2^48 steps. See statements.py, BLOCK.
alter sequence ledger_position increment by 32768;

-- A batch that changes most of a page finds room in it for what it writes.
alter table present set (fillfactor = 60);
