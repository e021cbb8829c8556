-- Fills a benchmark's registry up to so many approved connectors, resources and grants in all, beside those of prepare.py,
-- which alone are called: what is merely there must cost a call nothing. Connectors run and are idle; every resource and
-- grant is a copy of one that is called, and the grants belong to the calling systems. Can be run again with other numbers.
--
--   PGOPTIONS='-c fill.connectors=300 -c fill.resources=2000 -c fill.grants=10000' psql … -f fill.sql
BEGIN;

DELETE FROM registry.revision WHERE created_by = 'benchmark-fill';
DELETE FROM registry.object WHERE created_by = 'benchmark-fill';

CREATE TEMPORARY TABLE wanted ON COMMIT DROP AS
SELECT w.kind, w.number - (SELECT count(*) FROM registry.object o WHERE o.kind = w.kind) AS missing
FROM (VALUES ('connector', current_setting('fill.connectors')::bigint),
             ('resource', current_setting('fill.resources')::bigint),
             ('grant', current_setting('fill.grants')::bigint)) AS w (kind, number);

-- The first of each kind that prepare.py made is the model of all copies.
CREATE TEMPORARY TABLE model ON COMMIT DROP AS
SELECT DISTINCT ON (o.kind) o.kind, o.department, o.provider, r.spec
FROM registry.object o JOIN registry.revision r ON r.kind = o.kind AND r.name = o.name AND r.number = o.running
WHERE o.created_by = 'benchmark' ORDER BY o.kind, o.name;

CREATE TEMPORARY TABLE caller ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS callers
FROM registry.system WHERE created_by = 'benchmark';

CREATE TEMPORARY TABLE copy ON COMMIT DROP AS
SELECT m.kind, 'fill-' || lpad(n::text, 5, '0') AS name, m.department, m.provider, n, m.spec
FROM model m JOIN wanted w ON w.kind = m.kind CROSS JOIN LATERAL generate_series(0, w.missing - 1) AS n;

-- Resources spread over the idle connectors; a system's grants are all on different resources, none on one that is
-- called (so grants can't be added without resources: that divides by zero).
UPDATE copy SET spec = jsonb_set(spec, '{connector}', to_jsonb('fill-' || lpad((n % w.missing)::text, 5, '0')))
FROM wanted w WHERE w.kind = 'connector' AND w.missing > 0 AND copy.kind = 'resource';
UPDATE copy SET spec = spec || jsonb_build_object('system', c.id, 'resource',
    'fill-' || lpad(((n / c.callers + 31 * c.place) % w.missing)::text, 5, '0'))
FROM wanted w, caller c WHERE w.kind = 'resource' AND copy.kind = 'grant' AND c.place = n % c.callers;

INSERT INTO registry.object (kind, name, department, provider, state, running, latest, created_at, created_by)
SELECT kind, name, department, provider, 'active', 1, 1, now(), 'benchmark-fill' FROM copy;
INSERT INTO registry.revision (kind, name, number, spec, state, created_at, created_by)
SELECT kind, name, 1, spec, 'approved', now(), 'benchmark-fill' FROM copy;

UPDATE registry.policy_epoch SET epoch = epoch + 1;
UPDATE registry.change_number SET number = number + 1;
COMMIT;

SELECT kind, count(*) AS number FROM registry.object WHERE running IS NOT NULL GROUP BY kind ORDER BY kind;
