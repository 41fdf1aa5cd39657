-- Which process a proposal left by which of its moves: earlier moves name stages of that process.
CREATE TABLE process_migrations (
    proposal_id     text NOT NULL REFERENCES proposals,
    position        int NOT NULL, -- of the move
    process         text NOT NULL,
    process_version int NOT NULL,
    stages          jsonb NOT NULL, -- old stage → new stage, where the names differ
    PRIMARY KEY (proposal_id, position)
);
CREATE TRIGGER process_migrations_are_kept BEFORE UPDATE OR DELETE ON process_migrations
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER process_migrations_are_never_emptied BEFORE TRUNCATE ON process_migrations
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- For pages of the proposals that follow one version.
CREATE INDEX proposals_by_process ON proposals (process, process_version, id);
