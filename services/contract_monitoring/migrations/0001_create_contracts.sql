-- A contract as commissioning announced it; the newest version wins, whatever the arrival order.
CREATE TABLE contracts (
    id               text PRIMARY KEY,
    version          bigint NOT NULL,
    facts            jsonb NOT NULL,
    starts_on        date NOT NULL,
    -- The start that was announced as reached. NULL or another day: still to be announced.
    announced_start  date,
    review_opened_on date,
    review_reason    text
);
CREATE INDEX contracts_still_to_commence ON contracts (starts_on)
    WHERE announced_start IS DISTINCT FROM starts_on;

-- Our copy of each proposal's moves. No foreign key: a move may arrive before its contract.
CREATE TABLE proposal_moves (
    proposal_id text NOT NULL,
    version     bigint NOT NULL,
    from_stage  text NOT NULL,
    to_stage    text NOT NULL,
    moved_on    date NOT NULL,
    because     text NOT NULL,
    PRIMARY KEY (proposal_id, version)
);
