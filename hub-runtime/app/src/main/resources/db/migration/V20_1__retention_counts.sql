-- A record of pruning goes through the same statement as every other batch, which also counts messages: the role that
-- deletes needs the right to it, though it never counts one.
CREATE OR REPLACE FUNCTION ledger.admit_retention() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hub_retention') THEN
        GRANT USAGE ON SCHEMA ledger, registry, exchange TO hub_retention;
        GRANT SELECT, INSERT, DELETE ON ledger.batch, ledger.record, ledger.subject_list TO hub_retention;
        GRANT SELECT, DELETE ON ledger.head_signature TO hub_retention;
        GRANT SELECT, INSERT ON ledger.pruning TO hub_retention;
        GRANT SELECT, UPDATE (id) ON registry.policy_epoch TO hub_retention;
        GRANT SELECT, INSERT, UPDATE ON exchange.balance TO hub_retention;
    END IF;
END
$$;
REVOKE ALL ON FUNCTION ledger.admit_retention() FROM PUBLIC;
SELECT ledger.admit_retention();
