-- This service's own copies of what others said; the newest version of each wins. No foreign keys:
-- a fact may arrive before what it is about.
CREATE TABLE known_facts (
    kind        text NOT NULL,
    id          text NOT NULL,
    version     bigint NOT NULL,
    proposal_id text,
    block       jsonb NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX known_facts_by_proposal ON known_facts (proposal_id) WHERE proposal_id IS NOT NULL;
CREATE INDEX known_assessments_by_need ON known_facts USING gin ((block -> 'need_ids'))
    WHERE kind = 'assessment';
