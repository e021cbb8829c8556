-- Messages: what the hub knows of them beyond the broker. Bodies are sealed; keys are keyed digests, so nothing here tells
-- about whom a message is.

CREATE SCHEMA IF NOT EXISTS exchange;
GRANT USAGE ON SCHEMA exchange TO hub_runtime;

-- Figures of the conservation law, one row per node, so that nodes never wait for each other. An account is what is kept
-- in balance on its own: a subscription, a job.
CREATE TABLE exchange.balance (
    node    text NOT NULL,
    account varchar(80) NOT NULL,
    day     date NOT NULL,
    what    varchar(12) NOT NULL CHECK (what IN ('accepted', 'delivered', 'quarantined', 'rejected')),
    count   bigint NOT NULL,
    PRIMARY KEY (node, account, day, what)
);

-- Which exchange an idempotency key stands for. Whether it was accepted is what the ledger says of that exchange.
CREATE TABLE exchange.publication (
    key      bytea PRIMARY KEY CHECK (length(key) = 32),
    exchange uuid NOT NULL,
    body     bytea NOT NULL,
    attempt  integer NOT NULL DEFAULT 1,
    at       timestamptz NOT NULL
);
CREATE INDEX publication_at ON exchange.publication (at);

-- What a subscriber's system acknowledged; the broker may offer it again after a crash.
CREATE TABLE exchange.delivered (
    subscription varchar(63) NOT NULL,
    original     uuid NOT NULL,
    at           timestamptz NOT NULL,
    PRIMARY KEY (subscription, original)
);
CREATE INDEX delivered_at ON exchange.delivered (at);

-- Messages that left the broker undelivered: failed ones and those of the same key behind them, dead letters, quarantine.
CREATE TABLE exchange.message (
    place        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subscription varchar(63) NOT NULL,
    original     uuid NOT NULL,
    department   varchar(18) NOT NULL,
    resource     varchar(63) NOT NULL,
    publisher    varchar(63) NOT NULL,
    connector    varchar(63) NOT NULL,
    key          bytea NOT NULL,
    sequence     bigint NOT NULL,
    state        varchar(12) NOT NULL CHECK (state IN ('retrying', 'waiting', 'dead', 'quarantined')),
    held         boolean NOT NULL,
    attempts     integer NOT NULL,
    accepted_at  timestamptz NOT NULL,
    next_at      timestamptz NOT NULL,
    expires_at   timestamptz,
    cause        varchar(63),
    detail       varchar(500),
    ended_at     timestamptz,
    disordered   boolean NOT NULL DEFAULT false,
    redirect     varchar(63),
    replayed_by  varchar(255),
    replay_note  varchar(200),
    body         bytea NOT NULL,
    UNIQUE (subscription, original)
);
CREATE INDEX message_due ON exchange.message (subscription, next_at) WHERE state = 'retrying';
CREATE INDEX message_key ON exchange.message (subscription, key, place) WHERE state IN ('retrying', 'waiting');
CREATE INDEX message_ended ON exchange.message (department, place) WHERE state IN ('dead', 'quarantined');

-- Subscriptions a person has paused.
CREATE TABLE exchange.pause (
    subscription varchar(63) PRIMARY KEY,
    reason       varchar(500) NOT NULL,
    by           varchar(255) NOT NULL,
    at           timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON exchange.balance TO hub_runtime;
GRANT SELECT, INSERT, UPDATE, DELETE ON exchange.publication, exchange.delivered, exchange.message, exchange.pause
    TO hub_runtime;
