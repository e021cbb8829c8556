-- Sessions of people, as first seen: roles and department a session began with. A change of either ends the session.
CREATE TABLE registry.person_session (
    session    varchar(255) PRIMARY KEY,
    standing   text NOT NULL,
    first_seen timestamptz NOT NULL
);
CREATE INDEX person_session_age ON registry.person_session (first_seen);

GRANT SELECT, INSERT, DELETE ON registry.person_session TO hub_runtime;

-- How people sign in to a system, as registered; null when they do not.
ALTER TABLE registry.system ADD COLUMN sign_in text;

-- When a system's secret or keys were issued, and when it was last seen to prove itself.
ALTER TABLE registry.system ADD COLUMN credentials_issued_at timestamptz;
ALTER TABLE registry.system ADD COLUMN credentials_used_at timestamptz;

-- Clients of systems registered earlier take on what new ones have.
INSERT INTO registry.outbox (system, created_at, next_at) SELECT id, now(), now() FROM registry.system;
