-- As in SQLite: there for the pages that are synced, here for the rows that are written anew. The pace keeps its indexes.

DROP INDEX bodies_finished;
ALTER TABLE bodies DROP COLUMN finished;
ALTER TABLE deliveries ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deliveries_settled ON deliveries (settled) WHERE settled IS NOT NULL AND erased = 0;

DROP INDEX deliveries_state;
CREATE INDEX deliveries_state ON deliveries (state, id) WHERE state NOT IN ('queued', 'leased', 'sending', 'sent');

-- What is leased or being sent counts as queued here; how many these are is told by their leases.
DROP TRIGGER tally_moves ON deliveries;

CREATE FUNCTION counted(state TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN state IN ('leased', 'sending') THEN 'queued' ELSE state END
$$;

CREATE OR REPLACE FUNCTION tally_add(delivery deliveries, step INTEGER) RETURNS void LANGUAGE sql AS $$
  INSERT INTO urgentaction.tally AS t VALUES (
    delivery."case", delivery.round, delivery.authority, delivery.channel, urgentaction.counted(delivery.state),
    coalesce(nullif(current_setting('urgentaction.share', true), '')::integer, -1), step
  )
  ON CONFLICT ("case", round, authority, channel, state, share) DO UPDATE SET count = t.count + step
$$;

DELETE FROM tally;
INSERT INTO tally
SELECT "case", round, authority, channel, counted(state), -1, COUNT(*) FROM deliveries GROUP BY 1, 2, 3, 4, 5;

CREATE TRIGGER tally_moves AFTER UPDATE OF state ON deliveries
FOR EACH ROW WHEN (counted(OLD.state) <> counted(NEW.state)) EXECUTE FUNCTION tally();
