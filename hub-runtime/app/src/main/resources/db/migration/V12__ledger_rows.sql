-- A record stays in its row up to half a page. PostgreSQL would move bodies out of rows above 2,032 bytes, which an
-- exchange with some twenty committed fields, a case and a person reaches: a second table and index for each.
ALTER TABLE ledger.record SET (toast_tuple_target = 4064);

-- Search keys are sorted into the index some hundred at a time. Searches read the 64 KB that wait as well; a larger list
-- would hold the ledger's writer up while it is sorted in.
ALTER INDEX ledger.record_subjects SET (fastupdate = on, gin_pending_list_limit = 64);
