-- The tamper-evident ledger. Rows are only ever added. What counts as evidence are the bytes in header, leaves, body and
-- digests; every other column only helps to find them.

CREATE TABLE ledger.batch (
    node     text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL CHECK (sequence > 0),
    header   bytea NOT NULL,
    leaves   bytea NOT NULL,
    PRIMARY KEY (node, sequence)
);
-- Digests do not compress; trying costs more than writing.
ALTER TABLE ledger.batch ALTER COLUMN leaves SET STORAGE EXTERNAL;

CREATE TABLE ledger.record (
    sequence bigint NOT NULL,
    at       timestamptz NOT NULL,
    exchange uuid,
    ordinal  integer NOT NULL,
    kind     smallint NOT NULL,
    counted  boolean NOT NULL,
    node     text COLLATE "C" NOT NULL,
    system   text COLLATE "C",
    resource text COLLATE "C",
    purpose  text COLLATE "C",
    grant_id text COLLATE "C",
    body     bytea NOT NULL
);
ALTER TABLE ledger.record ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE INDEX record_exchange ON ledger.record (exchange) WHERE exchange IS NOT NULL;
-- Records are added in the order of both: block ranges find them at a fraction of a tree's cost. That no record stands
-- twice needs no index: the header's count and Merkle root say so.
CREATE INDEX record_place ON ledger.record USING brin (at, sequence) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX record_quota ON ledger.record (grant_id, at) WHERE counted;

-- One row per exchange and distinct data subject, to be found by keyed digest.
CREATE TABLE ledger.subject (
    exchange uuid NOT NULL,
    digest   bytea NOT NULL
);
CREATE INDEX subject_digest ON ledger.subject (digest);

-- Digests of a record's subjects, one after the other, when they are too many to stand in the record.
CREATE TABLE ledger.subject_list (
    node     text COLLATE "C" NOT NULL,
    sequence bigint NOT NULL,
    ordinal  integer NOT NULL,
    digests  bytea NOT NULL,
    PRIMARY KEY (node, sequence, ordinal)
);
ALTER TABLE ledger.subject_list ALTER COLUMN digests SET STORAGE EXTERNAL;

CREATE TABLE ledger.checkpoint (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    line text NOT NULL
);

-- Even the owner changes nothing by mistake. Retention deletes as hub_retention, a role nobody holds in daily work.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user = 'hub_retention' AND TG_OP = 'DELETE' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '存证不可更改 / evidence is never changed: % on %', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER batch_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.batch
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER record_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.record
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER subject_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.subject
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER subject_list_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.subject_list
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER checkpoint_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

GRANT USAGE ON SCHEMA ledger TO hub_runtime;
GRANT SELECT, INSERT ON ledger.batch, ledger.record, ledger.subject, ledger.subject_list, ledger.checkpoint
    TO hub_runtime;
