-- Transfers of files: one row for each file and grant, from when it was found until long after it was delivered.
CREATE SCHEMA file;
GRANT USAGE ON SCHEMA file TO hub_runtime;

CREATE TABLE file.transfer (
    id              uuid PRIMARY KEY,
    resource        varchar(63)  NOT NULL,
    grant_id        varchar(63)  NOT NULL,
    provider        varchar(18)  NOT NULL,
    consumer        varchar(18)  NOT NULL,
    source          varchar(63)  NOT NULL,
    source_path     text         NOT NULL,
    source_size     bigint       NOT NULL,
    source_modified bigint       NOT NULL,
    target          varchar(63)  NOT NULL,
    target_folder   varchar(200) NOT NULL,
    target_name     text         NOT NULL,
    state           varchar(12)  NOT NULL CHECK (state IN
        ('QUEUED', 'RUNNING', 'WAITING', 'PUBLISHING', 'DONE', 'DUPLICATE', 'QUARANTINED', 'STOPPED', 'CANCELLED')),
    reason_zh       text,
    reason_en       text,
    -- Bytes that are at the target under the temporary name of this part number, and the SM3 of exactly these.
    part            integer NOT NULL DEFAULT 0,
    position        bigint  NOT NULL DEFAULT 0,
    prefix          bytea,
    -- What is about to be, or was, published: SM3, bytes, records, and the exchange whose intent says so.
    digest          bytea,
    bytes           bigint,
    records         bigint,
    bad_records     bigint  NOT NULL DEFAULT 0,
    exchange        uuid,
    attempts        integer NOT NULL DEFAULT 0,
    next_at         timestamptz NOT NULL,
    owner           varchar(100),
    fence           bigint  NOT NULL DEFAULT 0,
    lease_until     timestamptz NOT NULL DEFAULT '-infinity',
    cancel          boolean NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL,
    started_at      timestamptz,
    finished_at     timestamptz,
    UNIQUE (grant_id, source_path, source_size, source_modified)
);
CREATE INDEX transfer_due ON file.transfer (next_at) WHERE finished_at IS NULL;
CREATE INDEX transfer_delivered ON file.transfer (grant_id, target_folder, target_name) WHERE state = 'DONE';

-- What was set aside: a file under the hub's home, encrypted under a key that is sealed here.
CREATE TABLE file.quarantine (
    transfer   uuid PRIMARY KEY REFERENCES file.transfer (id),
    kind       varchar(7)   NOT NULL CHECK (kind IN ('FILE', 'RECORDS')),
    bytes      bigint       NOT NULL,
    whole      boolean      NOT NULL,
    sealed_key bytea        NOT NULL,
    created_at timestamptz  NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON file.transfer TO hub_runtime;
GRANT SELECT, INSERT, DELETE ON file.quarantine TO hub_runtime;

-- Folders of the hub's machine that connectors of a department may use.
CREATE TABLE registry.allowed_folder (
    id         uuid PRIMARY KEY,
    department varchar(18)   NOT NULL REFERENCES registry.department (code),
    folder     varchar(500)  NOT NULL,
    reason     varchar(2000) NOT NULL,
    created_at timestamptz   NOT NULL,
    created_by varchar(255)  NOT NULL,
    UNIQUE (department, folder)
);
GRANT SELECT, INSERT, DELETE ON registry.allowed_folder TO hub_runtime;
