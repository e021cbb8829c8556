-- A client secret is replaced with an overlap by a second client of the realm; the two take turns. Which one is the
-- current one, until when the former one counts, and when it last proved the system: so that its owner sees whether the
-- caller has changed over. credentials_used_at is of the current one.
ALTER TABLE registry.system ADD COLUMN client_slot smallint NOT NULL DEFAULT 1 CHECK (client_slot IN (1, 2));
ALTER TABLE registry.system ADD COLUMN former_client_until timestamptz;
ALTER TABLE registry.system ADD COLUMN former_client_used_at timestamptz;
ALTER TABLE registry.system ADD CONSTRAINT system_second_client_has_a_former
    CHECK (client_slot = 1 OR former_client_until IS NOT NULL);
