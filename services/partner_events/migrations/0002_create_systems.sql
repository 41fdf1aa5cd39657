-- A computer system of a partner organisation, and what it may see.
CREATE TABLE systems (
    code                   text PRIMARY KEY
                           CONSTRAINT system_code_is_plain CHECK (code ~ '^[a-z][a-z0-9-]{1,39}$'),
    name                   text NOT NULL,
    organisation           text NOT NULL,
    event_names            text[] NOT NULL -- proposal.stage_changed, proposal.* or *
                           CONSTRAINT grant_is_not_empty CHECK (cardinality(event_names) > 0),
    classification_ceiling text NOT NULL CONSTRAINT ceiling_is_known
                           CHECK (classification_ceiling IN ('public', 'partner', 'restricted')),
    amqp                   boolean NOT NULL DEFAULT false, -- its queue gets a copy of each event
    registered_at          timestamptz NOT NULL,
    registered_by          text NOT NULL,
    version                bigint NOT NULL DEFAULT 1
);

-- Several at once, so that a system can change its key without a gap.
CREATE TABLE system_keys (
    id           text PRIMARY KEY,
    system_code  text NOT NULL REFERENCES systems (code),
    sha256       text NOT NULL CONSTRAINT key_belongs_to_one_system UNIQUE,
    hint         text NOT NULL, -- its last four characters
    issued_at    timestamptz NOT NULL,
    issued_by    text NOT NULL,
    last_used_at timestamptz, -- to the minute
    revoked_at   timestamptz,
    revoked_by   text
);

CREATE INDEX system_keys_by_system ON system_keys (system_code);
