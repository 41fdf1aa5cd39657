-- Commands that were carried out: a repeated one gets the first answer again.
CREATE TABLE commands (
    idempotency_key text PRIMARY KEY,
    method          text NOT NULL,
    request_sha256  text NOT NULL,
    response        jsonb,
    received_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);
