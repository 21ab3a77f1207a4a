-- What is kept for good: studies, logs, entries, checkpoints, subjects, shreds.
-- Study and log are small numbers; the study leads every key.
CREATE TABLE studies (
	study INTEGER PRIMARY KEY,
	name  TEXT NOT NULL UNIQUE
);
CREATE TABLE logs (
	study INTEGER NOT NULL,
	log   INTEGER NOT NULL,
	name  TEXT NOT NULL,
	size  INTEGER NOT NULL,
	root  BLOB NOT NULL,
	edge  BLOB NOT NULL,
	note  BLOB NOT NULL, -- the checkpoint signed at the last commit
	PRIMARY KEY (study, log),
	UNIQUE (study, name)
);
CREATE TABLE entries (
	study  INTEGER NOT NULL,
	log    INTEGER NOT NULL,
	seq    INTEGER NOT NULL,
	kind   TEXT NOT NULL,
	header BLOB NOT NULL, -- canonical, docs/formats/ledger.md
	tree   BLOB NOT NULL, -- the leaf, then each subtree this entry completes
	parts  BLOB NOT NULL  -- framed, in the header's order: see frame.go
);
CREATE UNIQUE INDEX entries_by_seq ON entries (study, log, seq);
CREATE INDEX entries_by_kind ON entries (study, log, kind, seq) WHERE kind <> 'record';
CREATE TABLE checkpoints (
	study INTEGER NOT NULL,
	log   INTEGER NOT NULL,
	size  INTEGER NOT NULL,
	note  BLOB NOT NULL,
	PRIMARY KEY (study, log, size)
);
-- Which entries a subject has sealed parts in, and where in the key file the
-- keys stand.
CREATE TABLE subjects (
	study   INTEGER NOT NULL,
	subject TEXT NOT NULL,
	log     INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	desk    INTEGER,
	severe  INTEGER,
	PRIMARY KEY (study, subject, log, seq)
) WITHOUT ROWID;
CREATE TABLE shreds (
	study   INTEGER NOT NULL,
	subject TEXT NOT NULL,
	log     INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	done    INTEGER NOT NULL, -- 1 once the keys are destroyed
	PRIMARY KEY (study, subject)
);

-- Projections: dropped and made again by a rebuild.
CREATE TABLE claims (
	study  INTEGER NOT NULL,
	source TEXT NOT NULL,
	id     TEXT NOT NULL,
	kind   TEXT NOT NULL,
	rev    TEXT NOT NULL,
	body   BLOB NOT NULL,
	log    INTEGER NOT NULL,
	entry  INTEGER NOT NULL,
	file   TEXT NOT NULL,
	line   INTEGER NOT NULL,
	series TEXT NOT NULL,
	gone   INTEGER -- the entry whose file no longer has it
);
CREATE UNIQUE INDEX claims_by_key ON claims (study, source, id);
CREATE TABLE events (
	study INTEGER NOT NULL,
	id    TEXT NOT NULL,
	body  BLOB NOT NULL
);
CREATE UNIQUE INDEX events_by_id ON events (study, id);
CREATE TABLE notes (
	study INTEGER NOT NULL,
	k     TEXT NOT NULL,
	v     BLOB NOT NULL,
	PRIMARY KEY (study, k)
);
