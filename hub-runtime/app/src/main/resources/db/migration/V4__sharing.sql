-- Sharing under the law: alerts, deadlines counted in working days, applications, corrections, filings, notices, tasks.
-- Rows are written by people through the ledger's transaction; alerts are raised by the hub itself.

-- Which hand stopped a connector, resource or grant; null while it runs.
ALTER TABLE registry.object ADD COLUMN held_by varchar(10);

-- What needs somebody's attention. One row per kind and key; raised again after it was cleared, it starts anew.
CREATE TABLE registry.alert (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            varchar(63) NOT NULL,
    key             varchar(200) NOT NULL,
    department      varchar(18),
    zh              varchar(1000) NOT NULL,
    en              varchar(1000) NOT NULL,
    due_at          timestamptz,
    raised_at       timestamptz NOT NULL,
    cleared_at      timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by varchar(255),
    silenced_until  timestamptz,
    silenced_by     varchar(255),
    note            varchar(2000),
    UNIQUE (kind, key)
);

-- The working-day calendar beyond what ships with the hub. A year counts as known only with a row here or in the file.
CREATE TABLE registry.calendar_year (
    year       integer PRIMARY KEY CHECK (year BETWEEN 2000 AND 2999),
    source     varchar(500) NOT NULL,
    holidays   jsonb NOT NULL,
    workdays   jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    created_by varchar(255) NOT NULL
);

-- Limits in working days below those of the law. What is not listed is as the law has it.
CREATE TABLE registry.sharing_limit (
    kind       varchar(40) PRIMARY KEY,
    days       integer NOT NULL CHECK (days > 0),
    basis      varchar(2000) NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by varchar(255) NOT NULL
);

-- Running clocks. due_at is null while the calendar does not know a year it needs.
CREATE TABLE registry.deadline (
    kind       varchar(40) NOT NULL,
    key        varchar(160) NOT NULL,
    department varchar(18),
    started_at timestamptz NOT NULL,
    days       integer NOT NULL,
    due_at     timestamptz,
    closed_at  timestamptz,
    PRIMARY KEY (kind, key)
);
CREATE INDEX deadline_open ON registry.deadline (due_at) WHERE closed_at IS NULL;

-- One row per application; several for one grant over time, one of them open. content is what the law makes it state.
CREATE TABLE registry.application (
    id            varchar(80) PRIMARY KEY,
    grant_name    varchar(63) NOT NULL,
    number        integer NOT NULL,
    revision      integer NOT NULL,
    consumer      varchar(18) NOT NULL REFERENCES registry.department (code),
    provider      varchar(18) NOT NULL REFERENCES registry.department (code),
    resource      varchar(63) NOT NULL,
    sharing       varchar(20) NOT NULL,
    state         varchar(20) NOT NULL,
    content       jsonb NOT NULL,
    extended_days integer NOT NULL DEFAULT 0,
    supplemented  boolean NOT NULL DEFAULT false,
    filed_at      timestamptz NOT NULL,
    accepted_at   timestamptz NOT NULL,
    answered_at   timestamptz,
    delivered_at  timestamptz,
    UNIQUE (grant_name, number)
);

-- What happened to an application, correction, dispute or task, in order.
CREATE TABLE registry.sharing_event (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind   varchar(20) NOT NULL,
    key    varchar(80) NOT NULL,
    at     timestamptz NOT NULL,
    by     varchar(255) NOT NULL,
    action varchar(40) NOT NULL,
    note   jsonb NOT NULL
);
CREATE INDEX sharing_event_key ON registry.sharing_event (kind, key);

-- Corrections (校核), disputes and the tasks at the end of a grant: one shape, told apart by kind.
CREATE TABLE registry.sharing_case (
    kind      varchar(20) NOT NULL CHECK (kind IN ('correction', 'dispute', 'task')),
    id        varchar(80) NOT NULL,
    consumer  varchar(18) NOT NULL REFERENCES registry.department (code),
    provider  varchar(18) NOT NULL REFERENCES registry.department (code),
    subject   varchar(63) NOT NULL,
    state     varchar(20) NOT NULL,
    content   jsonb NOT NULL,
    outcome   jsonb,
    opened_at timestamptz NOT NULL,
    opened_by varchar(255) NOT NULL,
    closed_at timestamptz,
    closed_by varchar(255),
    PRIMARY KEY (kind, id)
);

-- Why something in use was stopped or narrowed, and under which filing number; an emergency stop has an end instead.
CREATE TABLE registry.filing (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    object_kind varchar(10) NOT NULL,
    object_name varchar(63) NOT NULL,
    action      varchar(20) NOT NULL,
    reason      varchar(2000) NOT NULL,
    number      varchar(100),
    at          timestamptz NOT NULL,
    by          varchar(255) NOT NULL,
    department  varchar(18),
    ends_at     timestamptz,
    ended_at    timestamptz,
    CHECK ((number IS NULL) = (ends_at IS NOT NULL))
);
CREATE INDEX filing_open ON registry.filing (object_kind, object_name) WHERE ended_at IS NULL;

-- What a department has to know.
CREATE TABLE registry.notice (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    department varchar(18) NOT NULL REFERENCES registry.department (code),
    at         timestamptz NOT NULL,
    subject    varchar(160) NOT NULL,
    zh         varchar(2000) NOT NULL,
    en         varchar(2000) NOT NULL,
    read_at    timestamptz,
    read_by    varchar(255)
);
CREATE INDEX notice_department ON registry.notice (department, id);

GRANT SELECT, INSERT, UPDATE ON registry.alert, registry.calendar_year, registry.sharing_limit, registry.deadline,
    registry.application, registry.sharing_case, registry.filing, registry.notice TO hub_runtime;
GRANT SELECT, INSERT ON registry.sharing_event TO hub_runtime;
