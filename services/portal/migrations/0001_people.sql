-- Everybody who signs in, and the organisation in whose name they act.
CREATE TABLE organisations (
    code     text PRIMARY KEY,
    name     text NOT NULL,
    kind     text NOT NULL CONSTRAINT organisation_kind_is_known
             CHECK (kind IN ('council', 'nhs', 'provider', 'panel', 'operator'))
);

CREATE TABLE people (
    id             text PRIMARY KEY,   -- what services see: a sign-in name, or a pseudonym (YC-07)
    sign_in_name   text NOT NULL CONSTRAINT sign_in_name_is_taken UNIQUE,
    shown_name     text NOT NULL,
    organisation   text NOT NULL REFERENCES organisations (code),
    roles          text[] NOT NULL CONSTRAINT person_has_a_role CHECK (cardinality(roles) > 0),
    password_hash  text NOT NULL
);

-- Only the hash of a key is kept: whoever reads this table cannot use it.
CREATE TABLE api_keys (
    key_sha256  text PRIMARY KEY,
    person      text NOT NULL REFERENCES people (id) ON DELETE CASCADE
);

CREATE TABLE sessions (
    token_sha256 text PRIMARY KEY,
    person       text NOT NULL REFERENCES people (id) ON DELETE CASCADE,
    started_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    notice       text  -- one sentence for the next page: "The proposal has moved to ..."
);
CREATE INDEX sessions_by_last_use ON sessions (seen_at);
