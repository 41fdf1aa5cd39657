-- Events that this service has dealt with, written in the transaction of their effect.
CREATE TABLE inbox (
    event_id   uuid PRIMARY KEY,
    outcome    text NOT NULL CONSTRAINT inbox_outcome_is_known
               CHECK (outcome IN ('applied', 'dead', 'discarded')),
    settled_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
