-- What an exchange costs on disk: size of every table of the ledger with its indexes, divided by the releases in it.
-- Run it on a hub's database after a load: psql ... -f growth.sql
SELECT c.relname AS "table",
       pg_size_pretty(pg_table_size(c.oid)) AS rows,
       pg_size_pretty(pg_indexes_size(c.oid)) AS indexes,
       round(pg_total_relation_size(c.oid)::numeric / e.exchanges) AS bytes_per_exchange,
       round(pg_total_relation_size(c.oid)::numeric / e.exchanges * 1000000 / 1073741824, 2) AS gib_per_million
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'ledger'
CROSS JOIN (SELECT nullif(count(*), 0) AS exchanges FROM ledger.record WHERE kind = 1) e
WHERE c.relkind = 'r' AND pg_total_relation_size(c.oid) > 65536
ORDER BY bytes_per_exchange DESC;
