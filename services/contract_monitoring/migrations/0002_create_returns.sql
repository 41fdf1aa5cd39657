CREATE TABLE returns (
    contract_id  text NOT NULL REFERENCES contracts (id),
    measure      text NOT NULL,
    period       text NOT NULL,
    period_kind  text NOT NULL CONSTRAINT period_kind_is_known
                 CHECK (period_kind IN ('full', 'part')),
    starts_on    date NOT NULL,
    ends_on      date NOT NULL,
    stage        text NOT NULL CONSTRAINT return_stage_is_known
                 CHECK (stage IN ('submitted', 'validated', 'restated')),
    submitted_by text NOT NULL,
    organisation text NOT NULL,
    submitted_on date NOT NULL,
    validated_by text,
    validated_on date,
    -- Two people who submit the same period at once meet here.
    CONSTRAINT return_is_submitted_once PRIMARY KEY (contract_id, measure, period),
    CONSTRAINT period_does_not_end_before_it_starts CHECK (starts_on <= ends_on),
    CONSTRAINT nobody_validates_their_own_return CHECK (validated_by <> submitted_by),
    CONSTRAINT accepted_returns_were_validated
        CHECK ((stage = 'submitted') = (validated_on IS NULL))
);

-- Every state of the figures; none is ever changed or removed.
CREATE TABLE return_revisions (
    contract_id text NOT NULL,
    measure     text NOT NULL,
    period      text NOT NULL,
    revision    integer NOT NULL CONSTRAINT revision_counts_from_one CHECK (revision >= 1),
    numerator   bigint NOT NULL CONSTRAINT numerator_is_not_negative CHECK (numerator >= 0),
    denominator bigint NOT NULL CONSTRAINT denominator_is_not_negative CHECK (denominator >= 0),
    rating      text NOT NULL CONSTRAINT rating_is_known
                CHECK (rating IN ('green', 'amber', 'red', 'grey')),
    target      text NOT NULL,
    known_on    date NOT NULL,
    entered_by  text NOT NULL,
    reason      text CONSTRAINT restatement_has_a_reason CHECK (revision = 1 OR reason <> ''),
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (contract_id, measure, period, revision),
    FOREIGN KEY (contract_id, measure, period) REFERENCES returns
);
