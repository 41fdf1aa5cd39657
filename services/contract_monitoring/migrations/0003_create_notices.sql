CREATE TABLE notices (
    contract_id   text NOT NULL REFERENCES contracts (id),
    number        integer NOT NULL,
    measure       text NOT NULL,
    level         integer NOT NULL CONSTRAINT level_is_on_the_ladder CHECK (level BETWEEN 1 AND 5),
    period        text NOT NULL,
    until         date NOT NULL,
    raised_on     date NOT NULL,
    because       text NOT NULL,
    cure_by       date,
    recorded_at   timestamptz NOT NULL,
    closed_on     date,
    closure       text CONSTRAINT closure_is_known
                  CHECK (closure IN ('reviewed', 'taken_up', 'withdrawn')),
    evidence      text,
    settled_until date,
    PRIMARY KEY (contract_id, number),
    CONSTRAINT closed_notices_say_how CHECK ((closed_on IS NULL) = (closure IS NULL)),
    CONSTRAINT a_review_leaves_evidence CHECK (closure <> 'reviewed' OR evidence <> '')
);
-- Two acts at once could each raise one: only one notice of a measure is open.
CREATE UNIQUE INDEX one_open_notice_of_a_measure ON notices (contract_id, measure)
    WHERE closed_on IS NULL;
