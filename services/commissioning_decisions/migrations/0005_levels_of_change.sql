-- How much a version changed of the one before, by the rules of the day on which it was written.
ALTER TABLE proposal_versions ADD COLUMN level text NOT NULL DEFAULT 'none'
    CONSTRAINT level_is_known CHECK (level IN ('none', 'typo', 'non_material', 'material'));

-- Whether limits of a partner's routes are held against the value of a year or of the whole life.
ALTER TABLE partners ADD COLUMN limits_basis text NOT NULL DEFAULT 'whole_life'
    CONSTRAINT limits_basis_is_known CHECK (limits_basis IN ('whole_life', 'a_year'));
