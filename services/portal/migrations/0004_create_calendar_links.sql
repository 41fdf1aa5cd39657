-- The secret address at which a person's calendar program reads deadlines. Only its hash is kept.
CREATE TABLE calendar_links (
    person        text PRIMARY KEY REFERENCES people (id) ON DELETE CASCADE,
    token_sha256  text NOT NULL CONSTRAINT calendar_link_is_of_one_person UNIQUE,
    made_at       timestamptz NOT NULL
);
