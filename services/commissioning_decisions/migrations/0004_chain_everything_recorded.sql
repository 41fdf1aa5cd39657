-- Everything that is recorded about a proposal hangs in a chain of hashes: the draft, versions,
-- moves and acts. The hash of a row covers its record and the hash of the row before; the record
-- names no person, so that it can be verified from an export without names.
--
-- Rows that are there already get no hash: one that is worked out today would say that nobody had
-- touched them since they were written, and nobody can know that. The chain of such a proposal
-- begins with the first row that has a hash; whoever verifies it is told how many lie before.
ALTER TABLE proposals
    ADD COLUMN recorded_at timestamptz,
    ADD COLUMN sha256 text;
ALTER TABLE proposal_versions
    ADD COLUMN organisation text,
    ADD COLUMN chain_sha256 text;  -- sha256 is that of its content alone
-- A move has a chain of its own already (sha256), which leaves out for which organisation it was
-- made and when it was written down.
ALTER TABLE moves ADD COLUMN chain_sha256 text;
ALTER TABLE acts
    ADD COLUMN sha256 text,
    ADD COLUMN seal_salt text;  -- of an exempt paper: see domain/records.py

-- When a proposal was written down first: its first event says so in its number (RFC 9562).
UPDATE proposals p SET recorded_at = coalesce(
    least(
        (SELECT to_timestamp(min(('x' || translate(left(event_id::text, 13), '-', ''))::bit(48)::bigint) / 1000.0)
         FROM timeline WHERE proposal_id = p.id),
        (SELECT min(recorded_at) FROM proposal_versions WHERE proposal_id = p.id),
        (SELECT min(recorded_at) FROM moves WHERE proposal_id = p.id),
        (SELECT min(recorded_at) FROM acts WHERE proposal_id = p.id)
    ),
    drafted_on::timestamptz
);
ALTER TABLE proposals ALTER COLUMN recorded_at SET NOT NULL;

-- Every new row has a hash; NOT VALID leaves out those that are there. Proposals have no such rule:
-- an older one is updated whenever it moves.
ALTER TABLE proposal_versions
    ADD CONSTRAINT version_is_chained CHECK (chain_sha256 IS NOT NULL) NOT VALID;
ALTER TABLE moves ADD CONSTRAINT move_is_chained CHECK (chain_sha256 IS NOT NULL) NOT VALID;
ALTER TABLE acts ADD CONSTRAINT act_is_chained CHECK (sha256 IS NOT NULL) NOT VALID;

-- The hash of a row, from that of the row before (none: the chain begins) and that of its record.
CREATE FUNCTION linked(before text, record_sha256 text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT encode(sha256(convert_to(coalesce(before, repeat('0', 64)) || record_sha256, 'UTF8')), 'hex')
$$;

CREATE TRIGGER versions_are_kept BEFORE UPDATE OR DELETE ON proposal_versions
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER versions_are_never_emptied BEFORE TRUNCATE ON proposal_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER moves_are_never_emptied BEFORE TRUNCATE ON moves
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER acts_are_never_emptied BEFORE TRUNCATE ON acts
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
