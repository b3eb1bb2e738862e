-- What a letter on its way costs is the pages that its steps touch: each is written to the log and synced.

-- Whether its text is still there is told by the letter itself: marking the text meant writing it anew.
DROP INDEX bodies_finished;
ALTER TABLE bodies DROP COLUMN finished;
ALTER TABLE deliveries ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_settled ON deliveries (settled) WHERE settled IS NOT NULL AND erased = 0;

-- What was begun in the last day is few enough to be looked through.
DROP INDEX attempts_authority;
DROP INDEX attempts_domain;
DROP INDEX attempts_sender;
CREATE INDEX attempts_at ON attempts (at);

-- What waits is found by when it is due.
DROP INDEX deliveries_state;
CREATE INDEX deliveries_state ON deliveries (state, id) WHERE state NOT IN ('queued', 'leased', 'sending', 'sent');

-- What is leased or being sent counts as queued here; how many these are is told by their leases.
DROP TRIGGER tally_enters;
DROP TRIGGER tally_moves;

DELETE FROM tally;
INSERT INTO tally
SELECT "case", round, authority, channel, CASE WHEN state IN ('leased', 'sending') THEN 'queued' ELSE state END, COUNT(*)
FROM deliveries
GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER tally_enters AFTER INSERT ON deliveries BEGIN
  INSERT INTO tally VALUES (
    new."case", new.round, new.authority, new.channel,
    CASE WHEN new.state IN ('leased', 'sending') THEN 'queued' ELSE new.state END, 1
  )
  ON CONFLICT ("case", round, authority, channel, state) DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER tally_moves AFTER UPDATE OF state ON deliveries
WHEN CASE WHEN old.state IN ('leased', 'sending') THEN 'queued' ELSE old.state END
  <> CASE WHEN new.state IN ('leased', 'sending') THEN 'queued' ELSE new.state END
BEGIN
  UPDATE tally SET count = count - 1
  WHERE "case" = old."case" AND round = old.round AND authority = old.authority AND channel = old.channel
    AND state = CASE WHEN old.state IN ('leased', 'sending') THEN 'queued' ELSE old.state END;
  INSERT INTO tally VALUES (
    new."case", new.round, new.authority, new.channel,
    CASE WHEN new.state IN ('leased', 'sending') THEN 'queued' ELSE new.state END, 1
  )
  ON CONFLICT ("case", round, authority, channel, state) DO UPDATE SET count = count + 1;
END;
