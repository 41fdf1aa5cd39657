-- Days that somebody answers for, each with the next instant at which time leads on.
CREATE TABLE obligations (
    id               text PRIMARY KEY,
    subject          text NOT NULL,
    key              text NOT NULL,
    kind             text NOT NULL,
    title            text NOT NULL,
    rule_id          text NOT NULL,
    rule_version     text NOT NULL,
    sense            text NOT NULL,
    calendar         text,
    calendar_version text,
    days             int,
    authority        text,
    started_on       date NOT NULL,
    due_on           date NOT NULL,
    instant          timestamptz NOT NULL,
    falls_at         timestamptz NOT NULL,
    acts_from        date,
    explanation      text NOT NULL,
    role             text NOT NULL,
    organisation     text NOT NULL,
    warn_on          date NOT NULL,
    basis            text NOT NULL,
    state            text NOT NULL CONSTRAINT obligation_state_is_known
        CHECK (state IN ('open', 'due_soon', 'due', 'breached', 'discharged', 'withdrawn')),
    revision         int NOT NULL,
    discharged_on    date,
    moved_from       date,
    next_at          timestamptz,
    recorded_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT obligation_is_named_once UNIQUE (subject, key)
);
CREATE INDEX obligations_by_next_instant ON obligations (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX obligations_by_day ON obligations (due_on, id)
    WHERE state IN ('open', 'due_soon', 'due', 'breached');
CREATE INDEX obligations_by_organisation ON obligations (organisation, due_on, id)
    WHERE state IN ('open', 'due_soon', 'due', 'breached');

-- What a changed calendar did to each open obligation that it concerned.
CREATE TABLE obligation_recomputations (
    position             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    obligation_id        text NOT NULL,
    due_on               date NOT NULL,
    calendar_version     text NOT NULL,
    new_due_on           date NOT NULL, -- by the new calendar
    new_calendar_version text NOT NULL,
    kept_due_on          date NOT NULL, -- a legal period is never shortened
    explanation          text NOT NULL, -- of the day as it was
    person               text NOT NULL,
    recorded_at          timestamptz NOT NULL
);
CREATE TRIGGER obligation_recomputations_are_kept
    BEFORE UPDATE OR DELETE ON obligation_recomputations
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- False for proposals from before this table: the service looks at each of them once.
ALTER TABLE proposals ADD COLUMN is_kept_in_time boolean NOT NULL DEFAULT false;
ALTER TABLE proposals ALTER COLUMN is_kept_in_time SET DEFAULT true;
CREATE INDEX proposals_not_kept_in_time ON proposals (id) WHERE NOT is_kept_in_time;
