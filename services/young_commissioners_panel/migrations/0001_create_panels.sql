CREATE TABLE panels (
    name text PRIMARY KEY,
    area text NOT NULL
);

-- By code only. Who a code is stays with the facilitator, outside this system.
CREATE TABLE members (
    panel       text NOT NULL REFERENCES panels,
    pseudonym   text NOT NULL,
    age_band    text NOT NULL,
    adjustments text[] NOT NULL,
    login       text,
    joined_on   date NOT NULL,
    PRIMARY KEY (panel, pseudonym)
);
CREATE INDEX members_by_pseudonym ON members (pseudonym);

CREATE TABLE reference_numbers (
    prefix text NOT NULL,
    year   int NOT NULL,
    number int NOT NULL,
    PRIMARY KEY (prefix, year)
);
