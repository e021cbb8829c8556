-- Long work of any pattern, and what the table pattern keeps beside it.
CREATE SCHEMA job;
GRANT USAGE ON SCHEMA job TO hub_runtime;

CREATE TABLE job.job (
    id           uuid PRIMARY KEY,
    kind         varchar(20)  NOT NULL,
    stream       varchar(100) NOT NULL,
    provider     varchar(18)  NOT NULL,
    consumer     varchar(18)  NOT NULL,
    state        varchar(10)  NOT NULL,
    reason_zh    text,
    reason_en    text,
    requested_by varchar(255) NOT NULL,
    requested_at timestamptz  NOT NULL,
    started_at   timestamptz,
    finished_at  timestamptz,
    node         varchar(100),
    total        bigint NOT NULL DEFAULT -1,
    accepted     bigint NOT NULL DEFAULT 0,
    delivered    bigint NOT NULL DEFAULT 0,
    quarantined  bigint NOT NULL DEFAULT 0,
    rejected     bigint NOT NULL DEFAULT 0,
    cancel       boolean NOT NULL DEFAULT false,
    parameters   text NOT NULL,
    report       text NOT NULL
);
CREATE INDEX job_open ON job.job (stream) WHERE finished_at IS NULL;
CREATE INDEX job_stream ON job.job (stream, requested_at);

-- Who works on a stream. The number only grows; targets refuse a lower one than they have seen.
CREATE TABLE job.lease (
    stream varchar(100) PRIMARY KEY,
    holder varchar(100) NOT NULL,
    fence  bigint       NOT NULL,
    until  timestamptz  NOT NULL
);

-- The columns of source and target as they were when they were last accepted.
CREATE TABLE job.table_schema (
    stream  varchar(100) PRIMARY KEY,
    columns text NOT NULL
);

-- Rows that could not be released or written: sealed, with the reason in clear.
CREATE TABLE job.quarantine (
    stream   varchar(100) NOT NULL,
    row_mark bytea        NOT NULL,
    job      uuid         NOT NULL,
    reason   varchar(40)  NOT NULL,
    at_column varchar(100) NOT NULL,
    sealed   bytea        NOT NULL,
    seen_at  timestamptz  NOT NULL,
    PRIMARY KEY (stream, row_mark)
);

CREATE TABLE job.reconciliation (
    id        uuid PRIMARY KEY,
    stream    varchar(100) NOT NULL,
    provider  varchar(18)  NOT NULL,
    consumer  varchar(18)  NOT NULL,
    day       date         NOT NULL,
    result    varchar(20)  NOT NULL,
    report    bytea        NOT NULL,
    key       text,
    signature bytea,
    made_at   timestamptz  NOT NULL
);
CREATE INDEX reconciliation_stream ON job.reconciliation (stream, made_at);

GRANT SELECT, INSERT, UPDATE ON job.job, job.lease, job.table_schema TO hub_runtime;
GRANT SELECT, INSERT, UPDATE ON job.quarantine TO hub_runtime;
GRANT SELECT, INSERT ON job.reconciliation TO hub_runtime;
