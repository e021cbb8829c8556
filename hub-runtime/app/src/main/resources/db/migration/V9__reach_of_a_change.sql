-- Which nodes live, and before which policy epoch each of them no longer acts. A restricting change waits for them.
CREATE TABLE registry.node_epoch (
    node        varchar(63) PRIMARY KEY,
    epoch       bigint NOT NULL,
    alive_until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON registry.node_epoch TO hub_runtime;

-- A suspended department's systems call nothing until it is resumed.
ALTER TABLE registry.department ADD COLUMN suspended boolean NOT NULL DEFAULT FALSE;
