-- What was archived and then deleted. Evidence leaves the ledger only from the beginning of a chain, only when it is old
-- enough, only as hub_retention, and only behind a row of this table.
CREATE TABLE ledger.pruning (
    node     text COLLATE "C" NOT NULL,
    first    bigint NOT NULL,
    sequence bigint NOT NULL CHECK (sequence >= first),
    hash     text COLLATE "C" NOT NULL,
    bundle   text COLLATE "C" NOT NULL,
    at       timestamptz NOT NULL,
    PRIMARY KEY (node, sequence)
);
CREATE TRIGGER pruning_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.pruning
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
GRANT SELECT ON ledger.pruning TO hub_runtime;

-- The law's floor stands in the database itself, whatever the hub is told: use records are kept for three years
-- (Government Data Sharing Regulations, Decree 809, art. 29). Audit records stand in the same batches, so they stay as long.
CREATE FUNCTION ledger.refuse_young_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM gone WHERE at >= now() - interval '3 years') THEN
        RAISE EXCEPTION '使用记录须保存三年 / records are kept for three years' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER record_is_old AFTER DELETE ON ledger.record
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_young_record();

CREATE FUNCTION ledger.refuse_unrecorded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM gone g WHERE NOT EXISTS (SELECT 1 FROM ledger.pruning p
               WHERE p.node = g.node AND g.sequence BETWEEN p.first AND p.sequence)) THEN
        RAISE EXCEPTION '没有归档记录 / nothing leaves the ledger unrecorded' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER record_is_archived AFTER DELETE ON ledger.record
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unrecorded();
CREATE TRIGGER batch_is_archived AFTER DELETE ON ledger.batch
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unrecorded();
CREATE TRIGGER subject_list_is_archived AFTER DELETE ON ledger.subject_list
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unrecorded();
CREATE TRIGGER head_signature_is_archived AFTER DELETE ON ledger.head_signature
    REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_unrecorded();

-- What hub_retention needs to delete a part and to record that in the chain in one transaction. The role is made outside:
-- where it came later than this migration, its owner runs this function again. The lock on the policy epoch asks for the
-- right to update some column; the id can only ever be 1.
CREATE FUNCTION ledger.admit_retention() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hub_retention') THEN
        GRANT USAGE ON SCHEMA ledger, registry TO hub_retention;
        GRANT SELECT, INSERT, DELETE ON ledger.batch, ledger.record, ledger.subject_list TO hub_retention;
        GRANT SELECT, DELETE ON ledger.head_signature TO hub_retention;
        GRANT SELECT, INSERT ON ledger.pruning TO hub_retention;
        GRANT SELECT, UPDATE (id) ON registry.policy_epoch TO hub_retention;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION ledger.admit_retention() FROM PUBLIC;
SELECT ledger.admit_retention();

-- How far audit records and refusals of a node's chain are certain to have reached the syslog server.
CREATE TABLE registry.syslog_position (
    node     varchar(63) PRIMARY KEY,
    sequence bigint NOT NULL,
    sent_at  timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON registry.syslog_position TO hub_runtime;
