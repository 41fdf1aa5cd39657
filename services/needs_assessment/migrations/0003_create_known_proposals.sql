-- This service's own copies: which proposals answer a need. The newest version of each wins.
CREATE TABLE known_proposals (
    id          text PRIMARY KEY,
    version     bigint NOT NULL,
    need_id     text,
    title       text NOT NULL,
    stage       text NOT NULL
);
CREATE INDEX known_proposals_by_need ON known_proposals (need_id);

CREATE TABLE known_contracts (
    id          text PRIMARY KEY,
    version     bigint NOT NULL,
    proposal_id text NOT NULL
);
CREATE INDEX known_contracts_by_proposal ON known_contracts (proposal_id);
