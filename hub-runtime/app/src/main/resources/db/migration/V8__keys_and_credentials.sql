-- Keys of the hub itself, and what systems prove themselves with when they bring no token.

-- One row per version, sealed under the master key, which is not in this database. A rotation adds a row; retiring takes
-- the secret half away and leaves the public one, so that old signatures remain explainable.
CREATE TABLE registry.managed_key (
    name       varchar(63) NOT NULL,
    version    integer NOT NULL CHECK (version > 0),
    kind       varchar(3) NOT NULL CHECK (kind IN ('SM2', 'SM4')),
    sealed     bytea,
    public_key bytea,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY (name, version),
    CHECK ((sealed IS NULL) = (retired_at IS NOT NULL)),
    CHECK ((public_key IS NOT NULL) = (kind = 'SM2'))
);

-- A shared secret is sealed; of a pair the hub has the public half alone; of a certificate what tells it apart.
CREATE TABLE registry.system_credential (
    id         uuid PRIMARY KEY,
    system     varchar(63) NOT NULL REFERENCES registry.system (id),
    kind       varchar(20) NOT NULL CHECK (kind IN ('signature-secret', 'signature-key', 'certificate', 'encryption-key')),
    key_id     varchar(64) NOT NULL UNIQUE,
    algorithm  varchar(20),
    sealed     bytea,
    public_key bytea,
    thumbprint varchar(43) UNIQUE,
    subject    varchar(500),
    convention jsonb,
    created_at timestamptz NOT NULL,
    created_by varchar(255) NOT NULL,
    not_before timestamptz NOT NULL,
    not_after  timestamptz NOT NULL,
    revoked_at timestamptz,
    last_used  date
);
CREATE INDEX system_credential_of ON registry.system_credential (system);
CREATE UNIQUE INDEX system_credential_subject ON registry.system_credential (subject)
    WHERE subject IS NOT NULL AND revoked_at IS NULL;

-- Signed requests seen, by digest, as long as the same request would still be in time. Survives restarts and is the same
-- for all nodes: the primary key decides which of two was first.
CREATE TABLE registry.seen_signature (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32),
    until  timestamptz NOT NULL
);
CREATE INDEX seen_signature_until ON registry.seen_signature (until);

GRANT SELECT, INSERT, UPDATE ON registry.managed_key, registry.system_credential TO hub_runtime;
GRANT SELECT, INSERT, DELETE ON registry.seen_signature TO hub_runtime;
