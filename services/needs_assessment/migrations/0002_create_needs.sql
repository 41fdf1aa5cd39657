CREATE TABLE reference_numbers (
    prefix text NOT NULL,
    year   int NOT NULL,
    number int NOT NULL,
    PRIMARY KEY (prefix, year)
);

CREATE TABLE needs (
    id                text PRIMARY KEY,
    title             text NOT NULL,
    service_type      text NOT NULL,
    trigger_kind      text NOT NULL,
    trigger_text      text NOT NULL,
    area              text NOT NULL,
    indicator_codes   text[] NOT NULL,
    identified_on     date NOT NULL,
    scored_on         date,
    score             numeric(4, 1),
    rank              int,
    ranked_of         int,
    weights_version   text,
    scores            jsonb,
    moderation_reason text
);

-- Who scored what, each time.
CREATE TABLE need_scores (
    need_id         text NOT NULL REFERENCES needs,
    position        int NOT NULL,
    scores          jsonb NOT NULL,
    score           numeric(4, 1) NOT NULL,
    weights_version text NOT NULL,
    scored_on       date NOT NULL,
    reason          text,
    person          text NOT NULL,
    recorded_at     timestamptz NOT NULL,
    PRIMARY KEY (need_id, position)
);

CREATE TABLE assessments (
    id              text PRIMARY KEY,
    title           text NOT NULL,
    version         text NOT NULL,
    as_at           date NOT NULL,
    published_on    date NOT NULL,
    indicator_codes text[] NOT NULL,
    need_ids        text[] NOT NULL,
    k               int NOT NULL,
    rounding        int NOT NULL,
    person          text NOT NULL,
    recorded_at     timestamptz NOT NULL
);
