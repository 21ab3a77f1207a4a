-- What layout 2 adds: the hash of the rows of each table that is made from the
-- entries, kept with every change, and the signed head that states it.
CREATE TABLE sums (
	study INTEGER NOT NULL,
	tab   TEXT NOT NULL,
	state BLOB NOT NULL, -- ledger.Set
	PRIMARY KEY (study, tab)
);
CREATE TABLE heads (
	study INTEGER NOT NULL,
	turn  INTEGER NOT NULL,
	note  BLOB NOT NULL, -- ledger.StudyHead, as in heads/STUDY.head
	PRIMARY KEY (study)
);
