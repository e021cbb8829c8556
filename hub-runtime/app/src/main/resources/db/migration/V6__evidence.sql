-- Signed heads, anchors, and what lineage is found by. Like the rest of the ledger, rows are only ever added.

-- The public halves of the keys that signed, so that a chain can be read without the key service.
CREATE TABLE ledger.signing_key (
    key        text COLLATE "C" PRIMARY KEY,
    public_key bytea NOT NULL
);

-- A signed head covers every batch up to it: each header holds the hash of the one before.
CREATE TABLE ledger.head_signature (
    node      text COLLATE "C" NOT NULL,
    sequence  bigint NOT NULL,
    statement bytea NOT NULL,
    key       text COLLATE "C" NOT NULL REFERENCES ledger.signing_key (key),
    signature bytea NOT NULL,
    PRIMARY KEY (node, sequence)
);

-- A checkpoint line as an outside party got it, and what it answered.
CREATE TABLE ledger.anchor (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind    text COLLATE "C" NOT NULL,
    line    bytea NOT NULL,
    receipt bytea NOT NULL
);

-- Who got what: every exchange rests on a grant, and a grant names consumer, resource and purposes. One index in the
-- order of grant and time serves searches by each of them and the counting of quotas, for one entry per exchange.
CREATE INDEX record_grant ON ledger.record (grant_id, at, counted) WHERE kind = 1;
DROP INDEX ledger.record_quota;

CREATE TRIGGER signing_key_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.signing_key
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER head_signature_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.head_signature
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER anchor_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.anchor
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

GRANT SELECT, INSERT ON ledger.signing_key, ledger.head_signature, ledger.anchor TO hub_runtime;
