-- Year-end balancing and uplift tests as they were calculated, each with all it was based on.
CREATE TABLE money_tests (
    contract_id   text NOT NULL REFERENCES contracts (id),
    number        integer NOT NULL,
    kind          text NOT NULL CONSTRAINT money_test_is_known
                  CHECK (kind IN ('balancing', 'uplift')),
    calculated_on date NOT NULL,
    outcome       jsonb NOT NULL,
    recorded_at   timestamptz NOT NULL,
    PRIMARY KEY (contract_id, number)
);
