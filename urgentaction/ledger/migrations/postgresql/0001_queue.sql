-- The same tables as in SQLite, in a schema of their own. Times are UTC text with microseconds, dates ISO text; text
-- compares byte by byte (collation "C"), whatever the database's language. Names of people are nowhere but in bodies.

CREATE TABLE version (
  version INTEGER NOT NULL
);

CREATE TABLE meta (
  name  TEXT COLLATE "C" PRIMARY KEY,
  value BYTEA NOT NULL
);

CREATE TABLE deliveries (
  id                BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key               TEXT COLLATE "C" NOT NULL UNIQUE,
  "case"            TEXT COLLATE "C" NOT NULL,
  round             INTEGER NOT NULL,
  authority         TEXT COLLATE "C" NOT NULL,
  channel           TEXT COLLATE "C" NOT NULL,
  language          TEXT COLLATE "C" NOT NULL,
  sender            TEXT COLLATE "C" NOT NULL,
  recipient         TEXT COLLATE "C" NOT NULL,
  domain            TEXT COLLATE "C" NOT NULL,
  message_id        TEXT COLLATE "C" NOT NULL,
  consent           TEXT COLLATE "C",
  waivers           TEXT COLLATE "C" NOT NULL,
  batch             TEXT COLLATE "C" NOT NULL,
  after             TEXT COLLATE "C" NOT NULL,
  copy              TEXT COLLATE "C" NOT NULL DEFAULT '',
  bundle            TEXT COLLATE "C" NOT NULL DEFAULT '',
  held              INTEGER NOT NULL,
  state             TEXT COLLATE "C" NOT NULL CHECK (
    state IN ('queued', 'leased', 'sending', 'sent', 'handed', 'refused', 'uncertain', 'cancelled')
  ),
  created           TEXT COLLATE "C" NOT NULL,
  due               TEXT COLLATE "C" NOT NULL,
  attempts          INTEGER NOT NULL DEFAULT 0,
  first_attempt     TEXT COLLATE "C",
  settled           TEXT COLLATE "C",
  worker            TEXT COLLATE "C" NOT NULL DEFAULT '',
  lease_until       TEXT COLLATE "C",
  note              TEXT COLLATE "C" NOT NULL DEFAULT '',
  receipt_kind      TEXT COLLATE "C",
  receipt_reference TEXT COLLATE "C" NOT NULL DEFAULT '',
  receipt_detail    TEXT COLLATE "C" NOT NULL DEFAULT ''
);

CREATE INDEX deliveries_due ON deliveries (channel, held, due, id) WHERE state = 'queued';
CREATE INDEX deliveries_leases ON deliveries (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX deliveries_after ON deliveries (after) WHERE held = 1;
CREATE INDEX deliveries_bundle ON deliveries (bundle) WHERE bundle <> '';
-- What is leased or being sent is found by its lease, and most of all is sent: neither is worth a write at each step.
CREATE INDEX deliveries_state ON deliveries (state, id) WHERE state NOT IN ('leased', 'sending', 'sent');

-- What a letter is made of, apart, so that it can be erased while the record stays.
CREATE TABLE bodies (
  delivery BIGINT PRIMARY KEY REFERENCES deliveries (id),
  body     BYTEA NOT NULL,
  finished TEXT COLLATE "C"
);

CREATE INDEX bodies_finished ON bodies (finished) WHERE finished IS NOT NULL;

-- Who holds which letter key: one row for each mark of the signer. `freed` is 0 while the delivery is live, and then
-- the delivery's own id, so that the primary key allows one live delivery and any number of finished ones.
CREATE TABLE claims (
  mark      TEXT COLLATE "C" NOT NULL,
  "case"    TEXT COLLATE "C" NOT NULL,
  round     INTEGER NOT NULL,
  authority TEXT COLLATE "C" NOT NULL,
  again     INTEGER NOT NULL,
  freed     BIGINT NOT NULL DEFAULT 0,
  delivery  BIGINT NOT NULL REFERENCES deliveries (id),
  PRIMARY KEY (mark, "case", round, authority, again, freed)
);

CREATE INDEX claims_delivery ON claims (delivery);

-- Each time a letter passed the point of no return: what the pace counts, over all processes.
CREATE TABLE attempts (
  id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery  BIGINT NOT NULL REFERENCES deliveries (id),
  at        TEXT COLLATE "C" NOT NULL,
  channel   TEXT COLLATE "C" NOT NULL,
  authority TEXT COLLATE "C" NOT NULL,
  domain    TEXT COLLATE "C" NOT NULL,
  sender    TEXT COLLATE "C" NOT NULL
);

CREATE INDEX attempts_authority ON attempts (authority, at) WHERE channel = 'email';
CREATE INDEX attempts_domain ON attempts (domain, at) WHERE channel = 'email';
CREATE INDEX attempts_sender ON attempts (sender, at) WHERE channel = 'email';

CREATE TABLE events (
  id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  delivery BIGINT NOT NULL REFERENCES deliveries (id),
  at       TEXT COLLATE "C" NOT NULL,
  what     TEXT COLLATE "C" NOT NULL,
  detail   TEXT COLLATE "C" NOT NULL,
  data     TEXT COLLATE "C" NOT NULL
);

CREATE INDEX events_delivery ON events (delivery, id);

CREATE FUNCTION events_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is never rewritten or erased';
END $$;

CREATE TRIGGER events_stay BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION events_stay();
CREATE TRIGGER events_stay_too BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_stay();

CREATE TABLE rounds (
  "case" TEXT COLLATE "C" NOT NULL,
  round  INTEGER NOT NULL,
  state  TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'stopped', 'closed')),
  at     TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY ("case", round)
);

CREATE TABLE tombstones (
  mark TEXT COLLATE "C" PRIMARY KEY,
  at   TEXT COLLATE "C" NOT NULL
);

-- What a person has stopped for a while: nothing of it is leased or begun until it is released.
CREATE TABLE holds (
  kind  TEXT COLLATE "C" NOT NULL CHECK (kind IN ('case', 'authority')),
  id    TEXT COLLATE "C" NOT NULL,
  since TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (kind, id)
);

-- What was done without this program: counts, no names. A correction is a further row, its count below zero.
CREATE TABLE records (
  id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  "case"    TEXT COLLATE "C" NOT NULL,
  round     INTEGER NOT NULL,
  authority TEXT COLLATE "C" NOT NULL,
  channel   TEXT COLLATE "C" NOT NULL,
  day       TEXT COLLATE "C" NOT NULL,
  count     INTEGER NOT NULL CHECK (count <> 0),
  at        TEXT COLLATE "C" NOT NULL
);

CREATE INDEX records_case ON records ("case", id);

-- How many deliveries stand where, kept by triggers: `ua status` reads a few rows however many letters there are.
-- Sessions that write at the same time count in shares of their own, so that none waits for another; the sum counts.
CREATE TABLE tally (
  "case"    TEXT COLLATE "C" NOT NULL,
  round     INTEGER NOT NULL,
  authority TEXT COLLATE "C" NOT NULL,
  channel   TEXT COLLATE "C" NOT NULL,
  state     TEXT COLLATE "C" NOT NULL,
  share     INTEGER NOT NULL,
  count     BIGINT NOT NULL,
  PRIMARY KEY ("case", round, authority, channel, state, share)
) WITH (fillfactor = 20);

CREATE FUNCTION tally_add(delivery deliveries, step INTEGER) RETURNS void LANGUAGE sql AS $$
  INSERT INTO urgentaction.tally AS t VALUES (
    delivery."case", delivery.round, delivery.authority, delivery.channel, delivery.state,
    coalesce(nullif(current_setting('urgentaction.share', true), '')::integer, -1), step
  )
  ON CONFLICT ("case", round, authority, channel, state, share) DO UPDATE SET count = t.count + step
$$;

CREATE FUNCTION tally() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    PERFORM urgentaction.tally_add(OLD, -1);
  END IF;
  PERFORM urgentaction.tally_add(NEW, 1);
  RETURN NULL;
END $$;

CREATE TRIGGER tally_enters AFTER INSERT ON deliveries FOR EACH ROW EXECUTE FUNCTION tally();

CREATE TRIGGER tally_moves AFTER UPDATE OF state ON deliveries
FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION tally();
