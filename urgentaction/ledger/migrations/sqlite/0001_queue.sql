-- The queue, its history and what is known of rounds. Times are UTC text with microseconds, dates ISO text; text compares
-- byte by byte (SQLite's default, BINARY). Names of people are nowhere but in bodies.

CREATE TABLE meta (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE deliveries (
  id                INTEGER PRIMARY KEY,
  key               TEXT NOT NULL UNIQUE,
  "case"            TEXT NOT NULL,
  round             INTEGER NOT NULL,
  authority         TEXT NOT NULL,
  channel           TEXT NOT NULL,
  language          TEXT NOT NULL,
  sender            TEXT NOT NULL,
  recipient         TEXT NOT NULL,
  domain            TEXT NOT NULL,
  message_id        TEXT NOT NULL,
  consent           TEXT,
  waivers           TEXT NOT NULL,
  batch             TEXT NOT NULL,
  after             TEXT NOT NULL,
  copy              TEXT NOT NULL DEFAULT '',
  bundle            TEXT NOT NULL DEFAULT '',
  held              INTEGER NOT NULL,
  state             TEXT NOT NULL CHECK (
    state IN ('queued', 'leased', 'sending', 'sent', 'handed', 'refused', 'uncertain', 'cancelled')
  ),
  created           TEXT NOT NULL,
  due               TEXT NOT NULL,
  attempts          INTEGER NOT NULL DEFAULT 0,
  first_attempt     TEXT,
  settled           TEXT,
  worker            TEXT NOT NULL DEFAULT '',
  lease_until       TEXT,
  note              TEXT NOT NULL DEFAULT '',
  receipt_kind      TEXT,
  receipt_reference TEXT NOT NULL DEFAULT '',
  receipt_detail    TEXT NOT NULL DEFAULT ''
);

CREATE INDEX deliveries_due ON deliveries (channel, held, due, id) WHERE state = 'queued';
CREATE INDEX deliveries_leases ON deliveries (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX deliveries_after ON deliveries (after) WHERE held = 1;
CREATE INDEX deliveries_bundle ON deliveries (bundle) WHERE bundle <> '';
-- What is leased or being sent is found by its lease, and most of all is sent: neither is worth a write at each step.
CREATE INDEX deliveries_state ON deliveries (state, id) WHERE state NOT IN ('leased', 'sending', 'sent');

-- What a letter is made of, apart, so that it can be erased while the record stays.
CREATE TABLE bodies (
  delivery INTEGER PRIMARY KEY REFERENCES deliveries (id),
  body     BLOB NOT NULL,
  finished TEXT
);

CREATE INDEX bodies_finished ON bodies (finished) WHERE finished IS NOT NULL;

-- Who holds which letter key: one row for each mark of the signer. `freed` is 0 while the delivery is live, and then
-- the delivery's own id, so that the primary key allows one live delivery and any number of finished ones.
CREATE TABLE claims (
  mark      TEXT NOT NULL,
  "case"    TEXT NOT NULL,
  round     INTEGER NOT NULL,
  authority TEXT NOT NULL,
  again     INTEGER NOT NULL,
  freed     INTEGER NOT NULL DEFAULT 0,
  delivery  INTEGER NOT NULL REFERENCES deliveries (id),
  PRIMARY KEY (mark, "case", round, authority, again, freed)
) WITHOUT ROWID;

CREATE INDEX claims_delivery ON claims (delivery);

-- Each time a letter passed the point of no return: what the pace counts, over all processes.
CREATE TABLE attempts (
  id        INTEGER PRIMARY KEY,
  delivery  INTEGER NOT NULL REFERENCES deliveries (id),
  at        TEXT NOT NULL,
  channel   TEXT NOT NULL,
  authority TEXT NOT NULL,
  domain    TEXT NOT NULL,
  sender    TEXT NOT NULL
);

CREATE INDEX attempts_authority ON attempts (authority, at) WHERE channel = 'email';
CREATE INDEX attempts_domain ON attempts (domain, at) WHERE channel = 'email';
CREATE INDEX attempts_sender ON attempts (sender, at) WHERE channel = 'email';

CREATE TABLE events (
  id       INTEGER PRIMARY KEY,
  delivery INTEGER NOT NULL REFERENCES deliveries (id),
  at       TEXT NOT NULL,
  what     TEXT NOT NULL,
  detail   TEXT NOT NULL,
  data     TEXT NOT NULL
);

CREATE INDEX events_delivery ON events (delivery, id);

CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'history is never rewritten');
END;

CREATE TRIGGER events_stay_too BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'history is never erased');
END;

CREATE TABLE rounds (
  "case" TEXT NOT NULL,
  round  INTEGER NOT NULL,
  state  TEXT NOT NULL CHECK (state IN ('open', 'stopped', 'closed')),
  at     TEXT NOT NULL,
  PRIMARY KEY ("case", round)
) WITHOUT ROWID;

CREATE TABLE tombstones (
  mark TEXT PRIMARY KEY,
  at   TEXT NOT NULL
) WITHOUT ROWID;

-- What a person has stopped for a while: nothing of it is leased or begun until it is released.
CREATE TABLE holds (
  kind  TEXT NOT NULL CHECK (kind IN ('case', 'authority')),
  id    TEXT NOT NULL,
  since TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) WITHOUT ROWID;

-- What was done without this program: counts, no names. A correction is a further row, its count below zero.
CREATE TABLE records (
  id        INTEGER PRIMARY KEY,
  "case"    TEXT NOT NULL,
  round     INTEGER NOT NULL,
  authority TEXT NOT NULL,
  channel   TEXT NOT NULL,
  day       TEXT NOT NULL,
  count     INTEGER NOT NULL CHECK (count <> 0),
  at        TEXT NOT NULL
);

CREATE INDEX records_case ON records ("case", id);

-- How many deliveries stand where, kept by triggers: `ua status` reads a few rows however many letters there are.
CREATE TABLE tally (
  "case"    TEXT NOT NULL,
  round     INTEGER NOT NULL,
  authority TEXT NOT NULL,
  channel   TEXT NOT NULL,
  state     TEXT NOT NULL,
  count     INTEGER NOT NULL,
  PRIMARY KEY ("case", round, authority, channel, state)
) WITHOUT ROWID;

CREATE TRIGGER tally_enters AFTER INSERT ON deliveries BEGIN
  INSERT INTO tally VALUES (new."case", new.round, new.authority, new.channel, new.state, 1)
  ON CONFLICT ("case", round, authority, channel, state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER tally_moves AFTER UPDATE OF state ON deliveries WHEN old.state <> new.state BEGIN
  UPDATE tally SET count = count - 1
  WHERE "case" = old."case" AND round = old.round AND authority = old.authority
    AND channel = old.channel AND state = old.state;
  INSERT INTO tally VALUES (new."case", new.round, new.authority, new.channel, new.state, 1)
  ON CONFLICT ("case", round, authority, channel, state) DO UPDATE SET count = count + 1;
END;
