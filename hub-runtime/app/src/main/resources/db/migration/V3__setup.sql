-- The first set-up: with one code three different persons become the three administrators. The realm's roles stay the
-- authority; these rows say what was asked of it.

-- One row. Holds the digest of the open code, never the code; null when none is open.
CREATE TABLE registry.setup (
    id         integer PRIMARY KEY CHECK (id = 1),
    code_hash  bytea CHECK (length(code_hash) = 32),
    expires_at timestamptz,
    wrong      integer NOT NULL DEFAULT 0,
    CHECK ((code_hash IS NULL) = (expires_at IS NULL))
);
INSERT INTO registry.setup (id) VALUES (1);

-- One role, one person; one person, one role. A row without given_at waits for the realm.
CREATE TABLE registry.setup_role (
    role     varchar(63) PRIMARY KEY
        CHECK (role IN ('system-administrator', 'security-administrator', 'audit-administrator')),
    subject  varchar(255) NOT NULL UNIQUE,
    username varchar(255) NOT NULL,
    taken_at timestamptz NOT NULL,
    given_at timestamptz
);

GRANT SELECT, UPDATE ON registry.setup TO hub_runtime;
GRANT SELECT, INSERT, UPDATE ON registry.setup_role TO hub_runtime;
