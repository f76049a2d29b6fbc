-- What readers say of a model's findings. No word of a letter is in here.

CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  document TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  length INTEGER NOT NULL CHECK (length > 0),
  fingerprint TEXT NOT NULL CHECK (length(fingerprint) = 16),
  -- Labels as domain:polarity, apart by spaces; empty where the model found nothing.
  findings TEXT NOT NULL,
  label TEXT NOT NULL,
  -- Empty where it is not a finding.
  corrected TEXT NOT NULL,
  person TEXT NOT NULL,
  decided TEXT NOT NULL,
  model TEXT NOT NULL,
  -- What became of it when it was taken into the labels; empty while it waits.
  outcome TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX correction_place ON correction (sha256, position, length);

CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
