-- Every event of every service, in the order in which it became visible to partner systems.
CREATE TABLE event_log (
    -- One writer at a time (advisory lock until commit) gives 1, 2, 3 ... without gaps, so that the
    -- order of positions is the order of commits and no reader can skip what commits later.
    feed_position   bigint PRIMARY KEY
                    CONSTRAINT feed_position_counts_from_one CHECK (feed_position > 0),
    event_id        uuid NOT NULL CONSTRAINT event_is_logged_once UNIQUE,
    name            text NOT NULL,
    version         integer NOT NULL,
    source          text NOT NULL,
    subject         text NOT NULL,
    subject_version bigint NOT NULL,
    classification  text NOT NULL CONSTRAINT classification_is_known
                    CHECK (classification IN ('public', 'partner', 'restricted')),
    partner         text, -- organisation code, when it concerns that partner only
    recorded_at     timestamptz NOT NULL, -- by its service
    logged_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    body            text NOT NULL -- the CloudEvents document, without its position
);

CREATE INDEX event_log_by_subject ON event_log (subject, feed_position);

CREATE FUNCTION refuse_change_of_the_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The event log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER event_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_log
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_the_log();
