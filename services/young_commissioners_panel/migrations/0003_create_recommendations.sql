CREATE TABLE recommendations (
    id              text PRIMARY KEY,
    session_id      text NOT NULL REFERENCES sessions,
    proposal_id     text,
    strength        text NOT NULL,
    theme           text NOT NULL,
    statement       text NOT NULL,
    why             text,
    support_count   int,
    present_count   int NOT NULL,
    late            boolean NOT NULL,
    submitted_on    date NOT NULL,
    response_due_on date NOT NULL,
    progress        text NOT NULL,
    dissent         text,
    affects         text[] NOT NULL,
    late_reason     text,
    by_member       text,
    acknowledged_on date,
    response        jsonb,
    recorded_at     timestamptz NOT NULL
);
CREATE INDEX recommendations_by_session ON recommendations (session_id);
CREATE INDEX recommendations_by_proposal ON recommendations (proposal_id);

-- Every answer that the panel ever got, also one that put it off.
CREATE TABLE responses (
    recommendation_id text NOT NULL REFERENCES recommendations,
    position          int NOT NULL,
    response          jsonb NOT NULL,
    person            text NOT NULL,
    recorded_at       timestamptz NOT NULL,
    PRIMARY KEY (recommendation_id, position)
);

-- This service's own copies of proposals; the newest version of each wins.
CREATE TABLE known_proposals (
    id               text PRIMARY KEY,
    version          bigint NOT NULL,
    title            text NOT NULL,
    stage            text NOT NULL,
    proposal_version int NOT NULL
);
