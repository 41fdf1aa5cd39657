-- What the public registers list across all proposals.
CREATE INDEX acts_of_registers ON acts (kind, happened_on DESC, proposal_id DESC, position DESC)
    WHERE kind IN ('Notice', 'Decision', 'ConflictDeclared');
