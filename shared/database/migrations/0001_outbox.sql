-- Events wait here, written in the transaction of the change they announce.
CREATE TABLE outbox (
    position     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id     uuid NOT NULL,
    exchange     text NOT NULL,
    routing_key  text NOT NULL,
    body         text NOT NULL,
    appended_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Set when the broker returned it, because no queue was bound. It stays until it is routed.
    unroutable_at timestamptz,
    -- One event may go to several addresses, to each of them once.
    CONSTRAINT outbox_event_is_written_once UNIQUE (event_id, exchange, routing_key)
);

-- The next version of each subject. Its row lock makes version order the order of commits.
CREATE TABLE subject_versions (
    subject text PRIMARY KEY,
    version bigint NOT NULL CONSTRAINT subject_version_counts_from_one CHECK (version > 0)
);

CREATE FUNCTION wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END $$;

-- NOTIFY serialises commits: at about 2,300 a second it becomes the limit. `jc outbox notify off`
-- disables this trigger; the relay's polling backstop then carries on alone.
CREATE TRIGGER wake_relay AFTER INSERT ON outbox
    FOR EACH STATEMENT EXECUTE FUNCTION wake_relay();
