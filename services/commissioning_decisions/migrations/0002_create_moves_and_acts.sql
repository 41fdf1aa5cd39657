-- Audit trail and optimistic lock at once: each row carries the hash of the row before.
CREATE TABLE moves (
    proposal_id    text NOT NULL REFERENCES proposals,
    position       int NOT NULL,
    move           text NOT NULL,
    from_stage     text NOT NULL,
    to_stage       text NOT NULL,
    outcome        text NOT NULL,
    moved_on       date NOT NULL,
    by_role        text NOT NULL,
    because        text NOT NULL,
    reason         text,
    frozen_version int,
    sha256         text NOT NULL,
    person         text NOT NULL,
    organisation   text NOT NULL,
    recorded_at    timestamptz NOT NULL,
    PRIMARY KEY (proposal_id, position)
);

-- Everything else that people did to a proposal: evidence, notices, decisions, tender, contract.
CREATE TABLE acts (
    proposal_id  text NOT NULL REFERENCES proposals,
    position     int NOT NULL,
    kind         text NOT NULL,
    facts        jsonb NOT NULL,
    happened_on  date NOT NULL,
    person       text NOT NULL,
    organisation text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (proposal_id, position)
);

CREATE TABLE timeline (
    proposal_id text NOT NULL REFERENCES proposals,
    position    int NOT NULL,
    happened_on date NOT NULL,
    sentence    text NOT NULL,
    by_role     text NOT NULL,
    event_id    uuid NOT NULL,
    PRIMARY KEY (proposal_id, position)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;

CREATE TRIGGER moves_are_kept BEFORE UPDATE OR DELETE ON moves
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER acts_are_kept BEFORE UPDATE OR DELETE ON acts
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
