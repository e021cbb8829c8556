-- A change that the catalogue has to follow (Decree 809, art. 17) is a case like the others: declared, and closed by the
-- revision of the resource that follows it. Consumer and provider are both the resource's department.
ALTER TABLE registry.sharing_case DROP CONSTRAINT sharing_case_kind_check;
ALTER TABLE registry.sharing_case ADD CONSTRAINT sharing_case_kind_check
    CHECK (kind IN ('correction', 'dispute', 'task', 'change'));
