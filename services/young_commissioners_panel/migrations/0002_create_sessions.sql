CREATE TABLE sessions (
    id                    text PRIMARY KEY,
    panel                 text NOT NULL REFERENCES panels,
    purpose               text NOT NULL,
    proposal_id           text,
    proposal_version      int,
    held_on               date NOT NULL,
    opens_on              date NOT NULL,
    closes_on             date NOT NULL,
    brief_formats         text[] NOT NULL,
    brief_issued_on       date,
    stage                 text NOT NULL,
    present               text[] NOT NULL,
    facilitator           text,
    adjustments_met       text,
    extension_reason      text,
    opened_on             date,
    closed_on             date,
    feedback_delivered_on date
);
CREATE INDEX sessions_by_panel ON sessions (panel, held_on);

-- A member's own answers until they are sent; nobody else reads them.
CREATE TABLE drafts (
    session_id text NOT NULL REFERENCES sessions,
    member     text NOT NULL,
    answers    jsonb NOT NULL,
    version    int NOT NULL,
    PRIMARY KEY (session_id, member)
);
