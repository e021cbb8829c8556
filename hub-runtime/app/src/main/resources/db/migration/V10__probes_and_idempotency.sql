-- How the last probe of a connector's revision came out: the approver is to see it. Null where none was run.
ALTER TABLE registry.revision
    ADD COLUMN probed_at      timestamptz,
    ADD COLUMN probed_by      varchar(255),
    ADD COLUMN probe_answered boolean,
    ADD COLUMN probe_result   text;

-- Keys are forgotten by age.
CREATE INDEX idempotency_key_age ON registry.idempotency_key (created_at);
