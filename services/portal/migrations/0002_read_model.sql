-- What the services have announced, as the portal's lists and boards need it. It can be thrown away
-- and built again from the events. The newest version of each subject wins.
CREATE TABLE board (
    id            text PRIMARY KEY,
    version       bigint NOT NULL,
    title         text NOT NULL,
    service_type  text NOT NULL,
    lead          text NOT NULL,
    partners      text[] NOT NULL,
    stage         text NOT NULL,
    stage_number  int NOT NULL,
    stage_since   date NOT NULL,
    block         jsonb NOT NULL
);
CREATE INDEX board_by_stage ON board (stage, stage_since, id);
CREATE INDEX board_by_age ON board (stage_since, id);
CREATE INDEX board_by_partner ON board USING gin (partners);

-- Every other kind of thing: need, assessment, observation, session, recommendation, return, and
-- contract twice: as it was signed, and as it is watched.
CREATE TABLE facts (
    kind        text NOT NULL,
    id          text NOT NULL,
    version     bigint NOT NULL,
    belongs_to  text,          -- the proposal or the contract that it is about
    block       jsonb NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX facts_by_what_they_belong_to ON facts (belongs_to, kind);
