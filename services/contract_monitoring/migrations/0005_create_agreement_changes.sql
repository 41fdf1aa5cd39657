-- What happens to an agreement while it runs. Nothing here is ever changed or removed, except that
-- a partner's exit goes on: proposed, agreed, left.
CREATE TABLE agreement_terms (
    contract_id text NOT NULL REFERENCES contracts (id),
    number      integer NOT NULL,
    from_on     date NOT NULL,
    reference   text NOT NULL CONSTRAINT terms_have_a_reference CHECK (reference <> ''),
    said        jsonb NOT NULL,
    recorded_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (contract_id, number)
);

CREATE TABLE share_changes (
    contract_id        text NOT NULL REFERENCES contracts (id),
    number             integer NOT NULL,
    kind               text NOT NULL CONSTRAINT share_change_is_known
                       CHECK (kind IN ('variation', 'exit')),
    cost_head          text NOT NULL,
    from_on            date NOT NULL,
    shares             jsonb NOT NULL, -- [{partner, bp}], in the agreed order
    annual_value_pence bigint NOT NULL CONSTRAINT value_is_not_negative
                       CHECK (annual_value_pence >= 0),
    reference          text NOT NULL CONSTRAINT share_changes_have_a_reference
                       CHECK (reference <> ''),
    journal            jsonb NOT NULL, -- differences in periods that had begun
    recorded_on        date NOT NULL,
    recorded_at        timestamptz NOT NULL,
    PRIMARY KEY (contract_id, number)
);

CREATE TABLE successions (
    contract_id text NOT NULL REFERENCES contracts (id),
    number      integer NOT NULL,
    bodies      jsonb NOT NULL,
    successors  jsonb NOT NULL, -- [{partner, bp}]
    from_on     date NOT NULL,
    reference   text NOT NULL CONSTRAINT successions_have_a_reference CHECK (reference <> ''),
    recorded_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (contract_id, number)
);

CREATE TABLE exits (
    contract_id text NOT NULL REFERENCES contracts (id),
    partner     text NOT NULL,
    notice_on   date NOT NULL,
    leaves_on   date NOT NULL,
    reference   text NOT NULL CONSTRAINT exits_have_a_reference CHECK (reference <> ''),
    plan        jsonb,
    agreed_on   date CONSTRAINT only_a_plan_is_agreed CHECK (agreed_on IS NULL OR plan IS NOT NULL),
    announced   boolean NOT NULL DEFAULT false,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (contract_id, partner),
    CONSTRAINT notice_comes_first CHECK (notice_on < leaves_on)
);
CREATE INDEX exits_still_to_announce ON exits (leaves_on)
    WHERE NOT announced AND agreed_on IS NOT NULL;

CREATE TABLE exit_decisions (
    contract_id text NOT NULL,
    partner     text NOT NULL,
    sha256      text NOT NULL, -- of the plan that was decided
    decided_by  text NOT NULL,
    reference   text NOT NULL CONSTRAINT decisions_have_a_reference CHECK (reference <> ''),
    decided_on  date NOT NULL,
    recorded_at timestamptz NOT NULL,
    -- Two people of one partner who record its decision at once meet here.
    PRIMARY KEY (contract_id, partner, sha256, decided_by),
    FOREIGN KEY (contract_id, partner) REFERENCES exits
);

CREATE TABLE condition_answers (
    contract_id   text NOT NULL REFERENCES contracts (id),
    number        integer NOT NULL,
    partner       text NOT NULL,
    kind          text NOT NULL,
    reading       text CONSTRAINT reading_is_known CHECK (reading IN ('per_year', 'pro_rata')),
    allowed_pence bigint,
    from_on       date NOT NULL,
    reference     text NOT NULL CONSTRAINT answers_have_a_reference CHECK (reference <> ''),
    recorded_at   timestamptz NOT NULL,
    PRIMARY KEY (contract_id, number),
    CONSTRAINT answer_says_one_thing CHECK ((reading IS NULL) <> (allowed_pence IS NULL))
);

ALTER TABLE money_tests DROP CONSTRAINT money_test_is_known;
ALTER TABLE money_tests ADD CONSTRAINT money_test_is_known
    CHECK (kind IN ('balancing', 'uplift', 'contributions', 'forecast'));
