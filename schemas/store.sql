-- The store of Baku, version 1: one SQLite file.
--
-- Who may read this file alone, without the program: the log is `events` in the order of `seq`; each leaf is laid out in
-- engine/store/leaf.h, and names its payloads by SHA-256(salt, bytes). Everything else can be made anew from the log, the
-- published files and the payloads. Times are milliseconds since 1970-01-01T00:00Z; 9223372036854775807 is "none".

PRAGMA application_id = 1113680757; -- "Baku"
PRAGMA user_version = 1;

-- The one row that orders everything; what was counted never goes back.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    people INTEGER NOT NULL,
    revisions INTEGER NOT NULL
) STRICT;

INSERT INTO head VALUES (1, 0, 0, 0, 0, 0);

CREATE TRIGGER head_goes_on BEFORE UPDATE ON head
WHEN NEW.one <> 1 OR NEW.seq < OLD.seq OR NEW.at < OLD.at OR NEW.cases < OLD.cases OR NEW.people < OLD.people
    OR NEW.revisions < OLD.revisions
BEGIN
    SELECT RAISE(ABORT, 'the head never goes back');
END;

CREATE TRIGGER head_stays BEFORE DELETE ON head
BEGIN
    SELECT RAISE(ABORT, 'the head is never removed');
END;

-- The log. With recursive_triggers on, INSERT OR REPLACE is refused like DELETE.
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL, -- 0: of the store itself
    leaf BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;

CREATE INDEX events_of_case ON events (case_id);

CREATE TRIGGER events_hold BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never changed');
END;

CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are never removed');
END;

-- What events name by digest alone. `id` is seq * 65536 + its place in the event, so that rows are only ever written
-- behind the last: no page with bytes is ever split, and no stale copy of what is erased later stays behind. Erasing
-- writes zeros over the bytes and their salt where they lie: without the salt nobody can try out what they were.
CREATE TABLE payloads (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    salt BLOB NOT NULL CHECK (length(salt) = 16),
    erased INTEGER NOT NULL CHECK (erased IN (0, 1)),
    bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER payloads_hold BEFORE UPDATE ON payloads
WHEN NEW.erased <> 1 OR NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.salt <> zeroblob(16)
    OR NEW.bytes <> zeroblob(length(OLD.bytes))
BEGIN
    SELECT RAISE(ABORT, 'payloads are erased or left alone');
END;

CREATE TRIGGER payloads_stay BEFORE DELETE ON payloads
BEGIN
    SELECT RAISE(ABORT, 'payloads are never removed');
END;

CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    removed INTEGER NOT NULL CHECK (removed IN (0, 1))
) STRICT;

CREATE TABLE grants (
    person INTEGER NOT NULL REFERENCES people (id),
    actor TEXT NOT NULL,
    region TEXT NOT NULL,
    PRIMARY KEY (person, actor, region)
) STRICT, WITHOUT ROWID;

-- Published bundles. A file's bytes are kept once, however many bundles hold them.
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    sop TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    begins INTEGER NOT NULL,
    seq INTEGER NOT NULL
) STRICT;

CREATE INDEX revisions_of_sop ON revisions (sop);
CREATE INDEX revisions_in_force ON revisions (sop, begins, id);

CREATE TABLE files (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE revision_files (
    revision INTEGER NOT NULL REFERENCES revisions (id),
    name TEXT NOT NULL,
    file INTEGER NOT NULL REFERENCES files (id),
    PRIMARY KEY (revision, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER revisions_hold BEFORE UPDATE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END;
CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are never removed'); END;
CREATE TRIGGER files_hold BEFORE UPDATE ON files BEGIN SELECT RAISE(ABORT, 'files are never changed'); END;
CREATE TRIGGER files_stay BEFORE DELETE ON files BEGIN SELECT RAISE(ABORT, 'files are never removed'); END;
CREATE TRIGGER revision_files_hold BEFORE UPDATE ON revision_files BEGIN SELECT RAISE(ABORT, 'bundles are never changed'); END;
CREATE TRIGGER revision_files_stay BEFORE DELETE ON revision_files BEGIN SELECT RAISE(ABORT, 'bundles are never removed'); END;

-- Cases as last folded.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES revisions (id),
    sop TEXT NOT NULL,
    region TEXT NOT NULL,
    key TEXT NOT NULL,
    status INTEGER NOT NULL,
    version INTEGER NOT NULL, -- seq of its last event
    started INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    title_seq INTEGER NOT NULL,
    state BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX cases_key ON cases (key) WHERE key <> '';
CREATE INDEX cases_of_region ON cases (region);
CREATE INDEX cases_of_status ON cases (status);
CREATE INDEX cases_of_region_status ON cases (region, status);

-- What is due, in the order of the worklist; each of its two lists is read from one index alone.
CREATE TABLE due (
    until INTEGER NOT NULL,
    since INTEGER NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    path TEXT NOT NULL,
    actor TEXT NOT NULL,
    region TEXT NOT NULL,
    sop TEXT NOT NULL,
    PRIMARY KEY (until, since, case_id, path)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX due_of_case ON due (case_id, path);
CREATE INDEX due_for ON due (actor, region, until, since, case_id, path, sop);

-- Retried commands. Where something of their case was erased, `command` is zeros: the digest of what was said with a
-- command would let it be tried out.
CREATE TABLE requests (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    case_id INTEGER NOT NULL,
    command BLOB NOT NULL CHECK (length(command) = 32),
    answer BLOB NOT NULL
) STRICT;

CREATE INDEX requests_of_case ON requests (case_id);

CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
