-- The moves of a proposal that still say something about where it stands, so that a command reads
-- these alone, however long the chain has grown:
--   'way':   the last move of its name from one stage to another in each process that it followed;
--   'first': the move that froze a version first, 'last': the one that froze it last.
-- Derived from `moves`, which stays the record.
CREATE TABLE moves_that_matter (
    proposal_id text NOT NULL REFERENCES proposals,
    as_what     text NOT NULL CONSTRAINT reason_is_known CHECK (as_what IN ('way', 'first', 'last')),
    of_what     text NOT NULL, -- from, to, name and changes of process before; or the version
    position    int NOT NULL,
    PRIMARY KEY (proposal_id, as_what, of_what)
);

CREATE FUNCTION mark_move_that_matters() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO moves_that_matter
    SELECT NEW.proposal_id, 'way',
           concat_ws(' ', NEW.from_stage, NEW.to_stage, NEW.move, count(*)), NEW.position
    FROM process_migrations
    WHERE proposal_id = NEW.proposal_id AND position < NEW.position
    ON CONFLICT (proposal_id, as_what, of_what) DO UPDATE SET position = EXCLUDED.position;
    IF NEW.frozen_version IS NOT NULL THEN
        INSERT INTO moves_that_matter
        VALUES (NEW.proposal_id, 'first', NEW.frozen_version, NEW.position)
        ON CONFLICT (proposal_id, as_what, of_what) DO NOTHING;
        INSERT INTO moves_that_matter
        VALUES (NEW.proposal_id, 'last', NEW.frozen_version, NEW.position)
        ON CONFLICT (proposal_id, as_what, of_what) DO UPDATE SET position = EXCLUDED.position;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER moves_that_matter_are_marked AFTER INSERT ON moves
    FOR EACH ROW EXECUTE FUNCTION mark_move_that_matters();

INSERT INTO moves_that_matter
SELECT proposal_id, 'way', concat_ws(' ', from_stage, to_stage, move, changes), max(position)
FROM (SELECT *, (SELECT count(*) FROM process_migrations g
                 WHERE g.proposal_id = m.proposal_id AND g.position < m.position) AS changes
      FROM moves m) AS each
GROUP BY proposal_id, from_stage, to_stage, move, changes
UNION ALL
SELECT proposal_id, 'first', frozen_version::text, min(position)
FROM moves WHERE frozen_version IS NOT NULL GROUP BY proposal_id, frozen_version
UNION ALL
SELECT proposal_id, 'last', frozen_version::text, max(position)
FROM moves WHERE frozen_version IS NOT NULL GROUP BY proposal_id, frozen_version;
