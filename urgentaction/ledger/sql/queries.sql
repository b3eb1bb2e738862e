-- Every statement of the ledger, by name, for SQLite and PostgreSQL alike (`statements.py` says what PostgreSQL adds).
-- Parameters are named; `:x = ''` means: not asked for.

-- get_meta --
SELECT value FROM meta WHERE name = :name

-- put_meta --
INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING

-- add_delivery --
INSERT INTO deliveries (
  key, "case", round, authority, channel, language, sender, recipient, domain, message_id,
  consent, waivers, batch, after, copy, bundle, held, state, created, due
) VALUES (
  :key, :case, :round, :authority, :channel, :language, :sender, :recipient, :domain, :message_id,
  :consent, :waivers, :batch, :after, :copy, :bundle, :held, 'queued', :created, :due
) ON CONFLICT (key) DO NOTHING

-- add_body --
INSERT INTO bodies (delivery, body, signer) VALUES (:delivery, :body, :signer)

-- add_claim --
INSERT INTO claims (mark, "case", round, authority, again, delivery)
VALUES (:mark, :case, :round, :authority, :again, :delivery)

-- claims_on --
SELECT c.again, c.freed, c.mark, d.key, d.state
FROM claims c JOIN deliveries d ON d.id = c.delivery
WHERE c.mark IN (:mark0, :mark1, :mark2)
  AND c."case" = :case AND c.round = :round AND c.authority = :authority
ORDER BY c.again, d.id

-- holder --
SELECT d.key
FROM claims c JOIN deliveries d ON d.id = c.delivery
WHERE c.mark IN (:mark0, :mark1, :mark2)
  AND c."case" = :case AND c.round = :round AND c.authority = :authority AND c.again >= :again AND c.freed = 0
LIMIT 1

-- free_claims --
UPDATE claims SET freed = delivery WHERE delivery = :id

-- take_claims --
UPDATE claims SET freed = 0 WHERE delivery = :id

-- rivals --
SELECT d.key
FROM claims mine
JOIN claims theirs
  ON theirs.mark = mine.mark AND theirs."case" = mine."case" AND theirs.round = mine.round
  AND theirs.authority = mine.authority AND theirs.freed = 0
JOIN deliveries d ON d.id = theirs.delivery
WHERE mine.delivery = :id AND theirs.delivery <> :id
LIMIT 1

-- get --
SELECT * FROM deliveries WHERE key = :key

-- asked --
SELECT d.id, d.key, d."case", d.round, d.authority, d.channel, d.sender, d.domain, d.copy, d.bundle,
  d.state, d.due, d.first_attempt, d.worker, d.lease_until,
  (SELECT r.state FROM rounds r WHERE r."case" = d."case" AND r.round = d.round) AS round_state,
  (SELECT MAX(r.round) FROM rounds r WHERE r."case" = d."case") AS newest,
  EXISTS (SELECT 1 FROM claims c JOIN tombstones t ON t.mark = c.mark WHERE c.delivery = d.id)
  OR d.bundle = d.key AND EXISTS (
    SELECT 1 FROM deliveries s JOIN claims c ON c.delivery = s.id JOIN tombstones t ON t.mark = c.mark
    WHERE s.bundle = d.key AND s.bundle <> ''
  ) AS withdrawn,
  (SELECT h.id FROM holds h
   WHERE (h.kind = 'case' AND h.id = d."case") OR (h.kind = 'authority' AND h.id = d.authority)
   ORDER BY h.kind LIMIT 1) AS on_hold
FROM deliveries d
WHERE d.key = :key

-- take --
SELECT * FROM deliveries WHERE key = :key

-- body --
SELECT body FROM bodies WHERE delivery = :id

-- superseded --
-- What a later round took out of the queue, its text not erased; a bundle stands for all that it carries.
-- Whoever had a letter in a round since, whatever became of it, is asked for by that one; so is an office in this round.
SELECT d.*, b.signer FROM deliveries d JOIN bodies b ON b.delivery = d.id
WHERE d.state = 'cancelled' AND d."case" = :case AND d.round < :round AND d.id < :before
  AND d.after = '' AND d.bundle IN ('', d.key)
  AND EXISTS (SELECT 1 FROM events e WHERE e.delivery = d.id AND e.what = 'cancelled' AND e.data LIKE :why)
  AND NOT EXISTS (
    SELECT 1 FROM claims mine JOIN claims since ON since.mark = mine.mark AND since."case" = mine."case"
    WHERE mine.delivery = d.id AND since.round > d.round AND (since.round < :round OR since.authority = d.authority)
  )
ORDER BY d.id DESC LIMIT :limit

-- due --
-- What is to be printed in a stack is found by `due_stack` alone.
SELECT d.*, b.body FROM deliveries d LEFT JOIN bodies b ON b.delivery = d.id
WHERE state = 'queued' AND held = 0 AND channel = CAST(:channel AS TEXT) AND due <= :now
  AND (channel <> 'print' OR batch = '' OR bundle <> '')
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
  AND "case" NOT IN (SELECT id FROM holds WHERE kind = 'case')
  AND authority NOT IN (SELECT id FROM holds WHERE kind = 'authority')
ORDER BY due, id
LIMIT 1

-- due_key --
SELECT d.*, b.body FROM deliveries d LEFT JOIN bodies b ON b.delivery = d.id
WHERE key = :key AND state = 'queued' AND held = 0 AND channel = CAST(:channel AS TEXT) AND due <= :now
  AND "case" NOT IN (SELECT id FROM holds WHERE kind = 'case')
  AND authority NOT IN (SELECT id FROM holds WHERE kind = 'authority')

-- untouched --
SELECT 1 FROM deliveries d
WHERE d.id = :id AND d.first_attempt IS NULL AND d.attempts = 0 AND d.note = ''
  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.delivery = d.id AND e.what <> 'queued')
  AND NOT EXISTS (SELECT 1 FROM meta m WHERE m.name IN ('shared', 'restored', 'copied'))

-- next_due --
SELECT MIN(due) AS due FROM deliveries
WHERE state = 'queued' AND held = 0 AND channel = :channel
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
  AND "case" NOT IN (SELECT id FROM holds WHERE kind = 'case')
  AND authority NOT IN (SELECT id FROM holds WHERE kind = 'authority')

-- last_due --
SELECT MAX(due) AS due FROM deliveries
WHERE state = 'queued' AND held = 0 AND channel = :channel
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
  AND "case" NOT IN (SELECT id FROM holds WHERE kind = 'case')
  AND authority NOT IN (SELECT id FROM holds WHERE kind = 'authority')

-- move --
UPDATE deliveries
SET state = :state, due = :due, attempts = :attempts, first_attempt = :first_attempt, settled = :settled, held = :held,
  worker = :worker, lease_until = :lease_until, note = :note,
  receipt_kind = :receipt_kind, receipt_reference = :receipt_reference, receipt_detail = :receipt_detail
WHERE id = :id

-- move_leased --
UPDATE deliveries SET state = :state, worker = :worker, lease_until = :lease_until WHERE id = :id

-- move_sending --
UPDATE deliveries SET state = :state, lease_until = :lease_until, first_attempt = :first_attempt WHERE id = :id

-- accept --
UPDATE deliveries
SET state = 'sent', settled = :settled, held = 0, worker = '', lease_until = NULL, note = '',
  receipt_kind = :kind, receipt_reference = :reference, receipt_detail = :detail
WHERE key = :key AND worker = :worker AND state = 'sending'
RETURNING *

-- add_event --
INSERT INTO events (delivery, at, what, detail, data) VALUES (:delivery, :at, :what, :detail, :data)

-- add_attempt --
INSERT INTO attempts (delivery, at, channel, authority, domain, sender)
VALUES (:delivery, :at, :channel, :authority, :domain, :sender)

-- copies --
SELECT * FROM deliveries WHERE after = :key AND held = 1

-- tell_signatures --
INSERT INTO events (delivery, at, what, detail, data)
SELECT id, :at, :what, :detail, :data FROM deliveries
WHERE bundle = :bundle AND bundle <> '' AND bundle <> key AND state IN ('queued', 'uncertain')

-- free_signatures --
UPDATE claims SET freed = delivery
WHERE freed = 0 AND delivery IN (
  SELECT id FROM deliveries
  WHERE bundle = :bundle AND bundle <> '' AND bundle <> key AND state IN ('queued', 'uncertain')
)

-- settle_signatures --
UPDATE deliveries SET state = :state, settled = :settled, held = 0, worker = '', note = :note
WHERE bundle = :bundle AND bundle <> '' AND bundle <> key AND state IN ('queued', 'uncertain')

-- leases --
SELECT * FROM deliveries WHERE lease_until IS NOT NULL ORDER BY lease_until

-- round --
SELECT
  (SELECT state FROM rounds WHERE "case" = :case AND round = :round) AS state,
  (SELECT MAX(round) FROM rounds WHERE "case" = :case) AS newest

-- round_why --
SELECT why FROM rounds WHERE "case" = :case AND round = :round

-- note_round --
INSERT INTO rounds ("case", round, state, at, why) VALUES (:case, :round, :state, :at, :why)
ON CONFLICT ("case", round) DO UPDATE SET state = excluded.state, at = excluded.at, why = excluded.why
WHERE rounds.state = 'open' AND excluded.state <> 'open'

-- tombstone --
SELECT 1 FROM tombstones WHERE mark IN (:mark0, :mark1, :mark2)

-- add_tombstone --
INSERT INTO tombstones (mark, at) VALUES (:mark, :at) ON CONFLICT (mark) DO NOTHING

-- authority_times --
SELECT at, 1 AS mails FROM attempts WHERE channel = 'email' AND authority = :authority AND at > :since
ORDER BY at DESC LIMIT :most

-- domain_times --
SELECT at, 1 AS mails FROM attempts WHERE channel = 'email' AND domain = :domain AND at > :since
ORDER BY at DESC LIMIT :most

-- sender_times --
SELECT a.at, CASE WHEN d.copy = '' THEN 1 ELSE 2 END AS mails
FROM attempts a JOIN deliveries d ON d.id = a.delivery
WHERE a.channel = 'email' AND a.sender = :sender AND a.at > :since
ORDER BY a.at DESC LIMIT :most

-- authority_dues --
SELECT due, 1 AS mails FROM deliveries WHERE state = 'queued' AND channel = 'email' AND authority = :authority ORDER BY due

-- domain_dues --
SELECT due, 1 AS mails FROM deliveries WHERE state = 'queued' AND channel = 'email' AND domain = :domain ORDER BY due

-- sender_dues --
SELECT due, CASE WHEN copy = '' THEN 1 ELSE 2 END AS mails FROM deliveries
WHERE state = 'queued' AND channel = 'email' AND sender = :sender ORDER BY due

-- hold --
INSERT INTO holds (kind, id, since) VALUES (:kind, :id, :since) ON CONFLICT (kind, id) DO NOTHING

-- release --
DELETE FROM holds WHERE kind = :kind AND id = :id

-- holds --
SELECT kind, id, since FROM holds ORDER BY since, kind, id

-- add_record --
INSERT INTO records ("case", round, authority, channel, day, count, at)
VALUES (:case, :round, :authority, :channel, :day, :count, :at)

-- records --
SELECT "case", round, authority, channel, day, count, at FROM records
WHERE (:case = '' OR "case" = :case)
ORDER BY id

-- counts --
SELECT "case", round, authority, channel, state, CAST(SUM(count) AS BIGINT) AS count FROM (
  SELECT "case", round, authority, channel, state, count FROM tally
  UNION ALL
  SELECT "case", round, authority, channel, 'queued', -1 FROM deliveries WHERE lease_until IS NOT NULL
  UNION ALL
  SELECT "case", round, authority, channel, state, 1 FROM deliveries WHERE lease_until IS NOT NULL
) t
WHERE (:case = '' OR "case" = :case)
GROUP BY "case", round, authority, channel, state
HAVING SUM(count) > 0
ORDER BY "case", round, authority, channel, state

-- by_hour --
SELECT "case", round, authority, channel, state, substr(COALESCE(settled, created), 1, 13) AS hour, COUNT(*) AS count
FROM deliveries
WHERE bundle <> key AND (:case = '' OR "case" = :case)
  AND NOT (channel = 'print' AND EXISTS (
    SELECT 1 FROM events e WHERE e.delivery = deliveries.id AND e.what = 'destroyed'))
GROUP BY "case", round, authority, channel, state, substr(COALESCE(settled, created), 1, 13)
ORDER BY "case", round, authority, channel, state, hour

-- listed --
SELECT * FROM deliveries
WHERE (bundle = '' OR bundle = key)
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
ORDER BY id DESC
LIMIT :limit

-- listed_state --
SELECT * FROM deliveries
WHERE state = :state AND state NOT IN ('queued', 'leased', 'sending', 'sent') AND (bundle = '' OR bundle = key)
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
ORDER BY id DESC
LIMIT :limit

-- listed_queued --
SELECT * FROM deliveries
WHERE state = 'queued' AND state = :state AND (bundle = '' OR bundle = key)
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
ORDER BY +id DESC
LIMIT :limit

-- listed_leased --
SELECT * FROM deliveries
WHERE state = :state AND lease_until IS NOT NULL AND (bundle = '' OR bundle = key)
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
ORDER BY id DESC
LIMIT :limit

-- listed_sent --
SELECT * FROM deliveries
WHERE state = :state AND (bundle = '' OR bundle = key)
  AND (:case = '' OR "case" = :case) AND (:authority = '' OR authority = :authority) AND (:batch = '' OR batch = :batch)
ORDER BY id DESC
LIMIT :limit

-- found --
SELECT key FROM deliveries WHERE key >= :first AND key < :beyond ORDER BY key LIMIT 2

-- history --
SELECT e.at, e.what, e.detail, e.data
FROM events e JOIN deliveries d ON d.id = e.delivery
WHERE d.key = :key
ORDER BY e.id

-- log --
SELECT e.id AS event_id, e.at, e.what, e.detail, e.data, d.*
FROM events e JOIN deliveries d ON d.id = e.delivery
WHERE (:case = '' OR d."case" = :case) AND (:authority = '' OR d.authority = :authority)
  AND (:batch = '' OR d.batch = :batch)
  AND (d.bundle = '' OR d.bundle = d.key)
ORDER BY e.id DESC
LIMIT :limit

-- purge --
DELETE FROM bodies WHERE delivery IN (
  SELECT id FROM deliveries
  WHERE settled IS NOT NULL AND erased = 0 AND settled < :before AND state IN ('sent', 'refused', 'cancelled')
)

-- note_purged --
UPDATE deliveries SET erased = 1
WHERE settled IS NOT NULL AND erased = 0 AND settled < :before AND state IN ('sent', 'refused', 'cancelled')

-- forget_signers --
-- Who signs is kept for a new round alone: not of what has left or was refused, nor of what no round took out.
UPDATE bodies SET signer = NULL WHERE signer IS NOT NULL AND delivery IN (
  SELECT d.id FROM deliveries d
  WHERE d.settled IS NOT NULL AND d.erased = 0 AND d.settled >= :since AND d.state <> 'uncertain'
    AND (d.state <> 'cancelled' OR NOT EXISTS (
      SELECT 1 FROM events e WHERE e.delivery = d.id AND e.what = 'cancelled' AND e.data LIKE :why))
)

-- last_settled --
SELECT MAX(settled) AS settled FROM deliveries WHERE settled IS NOT NULL AND erased = 0
