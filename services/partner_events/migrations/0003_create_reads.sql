-- Who was given what over HTTP, and when. Answers without an event are not kept.
CREATE TABLE reads (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    system_code    text NOT NULL REFERENCES systems (code),
    key_id         text NOT NULL REFERENCES system_keys (id),
    read_at        timestamptz NOT NULL,
    after_position bigint NOT NULL,
    last_position  bigint NOT NULL,
    events         integer NOT NULL CONSTRAINT read_gave_something CHECK (events > 0)
);

CREATE INDEX reads_by_system ON reads (system_code, read_at);

-- Who was refused: counted by day, so that a stranger cannot fill the table.
CREATE TABLE refused_reads (
    refused_on  date NOT NULL,
    code        text NOT NULL,
    system_code text NOT NULL, -- whose key was shown; empty when nobody's
    times       bigint NOT NULL DEFAULT 1,
    last_at     timestamptz NOT NULL,
    PRIMARY KEY (refused_on, code, system_code)
);
