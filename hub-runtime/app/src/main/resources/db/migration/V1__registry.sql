-- The registry: who and what the hub knows. Owned by hub_migration; hub_runtime reads and writes rows.
-- The schemas themselves are created by the migration tool.

-- One row. Raised by every restricting change, in the change's own transaction; evidence reads it before release.
CREATE TABLE registry.policy_epoch (
    id    integer PRIMARY KEY CHECK (id = 1),
    epoch bigint NOT NULL
);
INSERT INTO registry.policy_epoch (id, epoch) VALUES (1, 1);

-- One row. Raised by every change, restricting or not: tells other nodes to read again.
CREATE TABLE registry.change_number (
    id     integer PRIMARY KEY CHECK (id = 1),
    number bigint NOT NULL
);
INSERT INTO registry.change_number (id, number) VALUES (1, 1);

CREATE TABLE registry.department (
    code       varchar(18) PRIMARY KEY,
    name       varchar(200) NOT NULL,
    division   varchar(12) NOT NULL,
    created_at timestamptz NOT NULL,
    created_by varchar(255) NOT NULL
);

CREATE TABLE registry.purpose (
    code       varchar(63) PRIMARY KEY,
    title      varchar(200) NOT NULL,
    basis      varchar(2000) NOT NULL,
    enabled    boolean NOT NULL,
    created_at timestamptz NOT NULL,
    created_by varchar(255) NOT NULL
);

CREATE TABLE registry.system (
    id          varchar(63) PRIMARY KEY,
    name        varchar(200) NOT NULL,
    department  varchar(18) NOT NULL REFERENCES registry.department (code),
    enabled     boolean NOT NULL,
    client_auth varchar(20) NOT NULL CHECK (client_auth IN ('client-secret', 'private-key-jwt')),
    jwks        text,
    created_at  timestamptz NOT NULL,
    created_by  varchar(255) NOT NULL
);

-- Calls to the identity server that a committed change asks for. A row without done_at is still to be made.
CREATE TABLE registry.outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    system     varchar(63) NOT NULL REFERENCES registry.system (id),
    created_at timestamptz NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    next_at    timestamptz NOT NULL,
    last_error varchar(500),
    done_at    timestamptz
);
CREATE INDEX outbox_waiting ON registry.outbox (next_at) WHERE done_at IS NULL;

CREATE TABLE registry.plugin (
    name       varchar(63) PRIMARY KEY,
    hash       varchar(128) NOT NULL,
    enabled    boolean NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by varchar(255) NOT NULL
);

-- Where a department's connectors may connect to. What counts is the address at the moment of the connection, so an
-- entry is an address block, never a name.
CREATE TABLE registry.outgoing_address (
    id         uuid PRIMARY KEY,
    department varchar(18) NOT NULL REFERENCES registry.department (code),
    block      varchar(50) NOT NULL,
    port       integer NOT NULL CHECK (port BETWEEN 1 AND 65535),
    reason     varchar(500) NOT NULL,
    created_at timestamptz NOT NULL,
    created_by varchar(255) NOT NULL,
    UNIQUE (department, block, port)
);

-- Connectors, resources and grants. running is the latest approved revision; null until one is approved.
CREATE TABLE registry.object (
    kind       varchar(10) NOT NULL CHECK (kind IN ('connector', 'resource', 'grant')),
    name       varchar(63) NOT NULL,
    department varchar(18) NOT NULL REFERENCES registry.department (code),
    provider   varchar(18) REFERENCES registry.department (code),
    state      varchar(10) NOT NULL CHECK (state IN ('active', 'paused', 'retired', 'suspended', 'revoked')),
    running    integer,
    latest     integer NOT NULL,
    created_at timestamptz NOT NULL,
    created_by varchar(255) NOT NULL,
    PRIMARY KEY (kind, name)
);

CREATE TABLE registry.revision (
    kind         varchar(10) NOT NULL,
    name         varchar(63) NOT NULL,
    number       integer NOT NULL CHECK (number > 0),
    spec         jsonb NOT NULL,
    state        varchar(10) NOT NULL
        CHECK (state IN ('draft', 'validated', 'probed', 'submitted', 'approved', 'rejected')),
    created_at   timestamptz NOT NULL,
    created_by   varchar(255) NOT NULL,
    submitted_at timestamptz,
    submitted_by varchar(255),
    consented_at timestamptz,
    consented_by varchar(255),
    decided_at   timestamptz,
    decided_by   varchar(255),
    reason       varchar(2000),
    PRIMARY KEY (kind, name, number),
    FOREIGN KEY (kind, name) REFERENCES registry.object (kind, name)
);

-- Secret settings, sealed under the master key, which is not in this database. Never changed: a new value is a new row.
CREATE TABLE registry.secret (
    id         uuid PRIMARY KEY,
    sealed     bytea NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE registry.idempotency_key (
    caller     varchar(255) NOT NULL,
    key        varchar(128) NOT NULL,
    request    varchar(64) NOT NULL,
    status     integer NOT NULL,
    answer     text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (caller, key)
);

GRANT USAGE ON SCHEMA registry TO hub_runtime;
GRANT SELECT, UPDATE ON registry.policy_epoch, registry.change_number TO hub_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON registry.department, registry.purpose, registry.system, registry.outbox,
    registry.plugin, registry.outgoing_address, registry.object, registry.revision, registry.secret,
    registry.idempotency_key TO hub_runtime;
