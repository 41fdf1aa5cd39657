CREATE TABLE indicators (
    code     text PRIMARY KEY,
    name     text NOT NULL,
    unit     text NOT NULL,
    kind     text NOT NULL,
    source   text NOT NULL,
    polarity text NOT NULL
);

-- Every revision is kept; the highest one counts.
CREATE TABLE observations (
    code        text NOT NULL REFERENCES indicators,
    area        text NOT NULL,
    period      text NOT NULL,
    revision    int NOT NULL,
    numerator   bigint,
    denominator bigint,
    value       numeric,
    status      text NOT NULL CONSTRAINT observation_status_is_known
                CHECK (status IN ('provisional', 'final', 'restated')),
    reason      text,
    loaded_on   date NOT NULL,
    loaded_by   text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (code, area, period, revision)
);
