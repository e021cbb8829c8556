-- Data subjects are found by the first eight bytes of their keyed digests, kept beside the record they stand in: one index
-- entry each instead of a row of their own with its index. The exact digest is compared in the record's bytes.
ALTER TABLE ledger.record ADD COLUMN subjects bigint[];
ALTER TABLE ledger.record DISABLE TRIGGER record_is_final;
UPDATE ledger.record r SET subjects = k.keys
    FROM (SELECT exchange, array_agg(('x' || encode(substr(digest, 1, 8), 'hex'))::bit(64)::bigint) AS keys
          FROM ledger.subject GROUP BY exchange) k
    WHERE r.exchange = k.exchange AND r.kind = 1;
ALTER TABLE ledger.record ENABLE TRIGGER record_is_final;
DROP TABLE ledger.subject;

-- Without the pending list: its clean-up would stop the one writer for as long as it takes.
CREATE INDEX record_subjects ON ledger.record USING gin (subjects) WITH (fastupdate = off) WHERE subjects IS NOT NULL;
