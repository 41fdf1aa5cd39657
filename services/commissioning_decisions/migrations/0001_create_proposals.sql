-- Partners and the law under which each decides.
CREATE TABLE partners (
    code                 text PRIMARY KEY,
    name                 text NOT NULL,
    kind                 text NOT NULL CONSTRAINT partner_kind_is_known CHECK (kind IN ('council', 'nhs')),
    model                text NOT NULL,
    call_in_working_days int,
    key_decision_pence   bigint,
    limits               jsonb NOT NULL,
    agreed_order         int NOT NULL,
    succeeded_by         text
);

CREATE TABLE proposals (
    id              text PRIMARY KEY,
    title           text NOT NULL,
    service_type    text NOT NULL,
    need_id         text,
    lead            text NOT NULL,
    partners        text[] NOT NULL,
    drafted_on      date NOT NULL,
    process         text NOT NULL,
    process_version int NOT NULL,
    -- What was announced of effects that come with time: a second look announces nothing twice.
    announced       jsonb NOT NULL DEFAULT '{}',
    -- Where its last move led to: for lists, and for the timer.
    stage           text NOT NULL
);
CREATE INDEX proposals_by_stage ON proposals (stage, id);

-- The next number of each kind of reference in a year.
CREATE TABLE reference_numbers (
    prefix text NOT NULL,
    year   int NOT NULL,
    number int NOT NULL,
    PRIMARY KEY (prefix, year)
);

CREATE TABLE proposal_versions (
    proposal_id text NOT NULL REFERENCES proposals,
    number      int NOT NULL,
    content     jsonb NOT NULL,
    sha256      text NOT NULL,
    written_on  date NOT NULL,
    reason      text NOT NULL,
    person      text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (proposal_id, number)
);
