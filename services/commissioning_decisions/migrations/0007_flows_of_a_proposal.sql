-- A variation, improvement, exit or termination is a proposal of its own, about another's contract.
ALTER TABLE proposals ADD COLUMN parent_id text REFERENCES proposals;
CREATE INDEX proposals_by_parent ON proposals (parent_id) WHERE parent_id IS NOT NULL;
