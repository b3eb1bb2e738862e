-- What copies, exports, merges, checks and forgetting need, by name (see queries.sql).

-- set_meta --
INSERT INTO meta (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = excluded.value

-- drop_meta --
DELETE FROM meta WHERE name = :name

-- all_meta --
SELECT name, value FROM meta ORDER BY name

-- newest_delivery --
SELECT MAX(id) AS id FROM deliveries

-- newest_event --
SELECT MAX(at) AS at FROM events

-- all_rounds --
SELECT "case", round, state, at, why FROM rounds ORDER BY "case", round

-- page_tombstones --
SELECT mark, at FROM tombstones WHERE mark > :after ORDER BY mark LIMIT :limit

-- page_deliveries --
SELECT d.*, b.body, b.signer
FROM deliveries d LEFT JOIN bodies b ON b.delivery = d.id
WHERE d.id > :after ORDER BY d.id LIMIT :limit

-- page_claims --
SELECT delivery, mark, again, freed FROM claims
WHERE delivery > :after AND delivery <= :last ORDER BY delivery, again, mark

-- page_attempts --
SELECT a.id, d.key, a.at, a.channel, a.authority, a.domain, a.sender
FROM attempts a JOIN deliveries d ON d.id = a.delivery
WHERE a.id > :after ORDER BY a.id LIMIT :limit

-- page_history --
SELECT delivery, at FROM events
WHERE delivery > :after AND delivery <= :last AND what NOT IN ('progress', 'returned', 'ended')
ORDER BY delivery, id

-- history_times --
SELECT e.at FROM events e JOIN deliveries d ON d.id = e.delivery
WHERE d.key = :key AND e.what NOT IN ('progress', 'returned', 'ended')
ORDER BY e.id

-- page_events --
SELECT e.id, d.key, e.at, e.what, e.detail, e.data
FROM events e JOIN deliveries d ON d.id = e.delivery
WHERE e.id > :after ORDER BY e.id LIMIT :limit

-- import_delivery --
INSERT INTO deliveries (
  key, "case", round, authority, channel, language, sender, recipient, domain, message_id,
  consent, waivers, batch, after, copy, bundle, held, state, created, due, attempts, first_attempt, settled,
  note, receipt_kind, receipt_reference, receipt_detail
) VALUES (
  :key, :case, :round, :authority, :channel, :language, :sender, :recipient, :domain, :message_id,
  :consent, :waivers, :batch, :after, :copy, :bundle, :held, :state, :created, :due, :attempts, :first_attempt, :settled,
  :note, :receipt_kind, :receipt_reference, :receipt_detail
) ON CONFLICT (key) DO NOTHING

-- import_body --
INSERT INTO bodies (delivery, body, signer) VALUES (:delivery, :body, :signer)

-- import_claim --
INSERT INTO claims (mark, "case", round, authority, again, freed, delivery)
VALUES (:mark, :case, :round, :authority, :again, :freed, :delivery)

-- import_attempt --
INSERT INTO attempts (delivery, at, channel, authority, domain, sender)
SELECT :delivery, :at, :channel, :authority, :domain, :sender
WHERE :channel = 'email' AND NOT EXISTS (
  SELECT 1 FROM attempts WHERE channel = 'email' AND authority = :authority AND at = :at AND delivery = :delivery
)

-- import_event --
INSERT INTO events (delivery, at, what, detail, data)
SELECT :delivery, :at, :what, :detail, :data
WHERE NOT EXISTS (
  SELECT 1 FROM events
  WHERE delivery = :delivery AND what = :what AND data = :data
    AND (at = :at OR :what IN ('progress', 'returned', 'ended'))
)

-- import_round --
INSERT INTO rounds ("case", round, state, at, why) VALUES (:case, :round, :state, :at, :why)
ON CONFLICT ("case", round) DO UPDATE SET state = excluded.state, at = excluded.at, why = excluded.why
WHERE rounds.state = 'open' AND excluded.state <> 'open'

-- import_record --
INSERT INTO records ("case", round, authority, channel, day, count, at)
SELECT :case, :round, :authority, :channel, :day, :count, :at
WHERE NOT EXISTS (
  SELECT 1 FROM records
  WHERE "case" = :case AND round = :round AND authority = :authority AND channel = :channel
    AND day = :day AND count = :count AND at = :at
)

-- claims_of --
SELECT mark, again, freed FROM claims WHERE delivery = :id ORDER BY mark

-- renumber_claims --
UPDATE claims SET again = :again, freed = 0 WHERE delivery = :id

-- with_mark --
SELECT d.* FROM claims c JOIN deliveries d ON d.id = c.delivery WHERE c.mark = :mark ORDER BY d.id

-- waiting_page --
SELECT * FROM deliveries
WHERE state = :state AND bundle IN ('', key) AND id > :after ORDER BY id LIMIT :limit

-- erase_body --
DELETE FROM bodies WHERE delivery = :id

-- erase_person --
UPDATE deliveries
SET copy = '', consent = NULL, sender = :sender, note = :note, receipt_detail = :receipt_detail
WHERE id = :id

-- erase_sender --
UPDATE attempts SET sender = :sender WHERE delivery = :id

-- wrong_tally --
SELECT COUNT(*) AS count FROM (
  SELECT "case", round, authority, channel, state, COUNT(*) AS count FROM (
    SELECT "case", round, authority, channel,
      CASE WHEN state IN ('leased', 'sending') THEN 'queued' ELSE state END AS state
    FROM deliveries
  ) one
  GROUP BY "case", round, authority, channel, state
) d
LEFT JOIN (
  SELECT "case", round, authority, channel, state, SUM(count) AS count FROM tally
  GROUP BY "case", round, authority, channel, state
) t ON t."case" = d."case" AND t.round = d.round AND t.authority = d.authority
  AND t.channel = d.channel AND t.state = d.state
WHERE t.count IS NULL OR t.count <> d.count

-- wrong_claims --
SELECT COUNT(*) AS count FROM claims c JOIN deliveries d ON d.id = c.delivery
WHERE c.freed NOT IN (0, d.id) OR (c.freed <> 0) <> (
  d.state IN ('refused', 'cancelled')
  OR d.state = 'sent' AND EXISTS (SELECT 1 FROM events e WHERE e.delivery = d.id AND e.what = 'returned')
)

-- wrong_places --
SELECT COUNT(*) AS count FROM deliveries d
WHERE d.bundle <> d.key AND NOT EXISTS (SELECT 1 FROM claims c WHERE c.delivery = d.id)

-- wrong_bodies --
SELECT COUNT(*) AS count FROM deliveries d
WHERE d.state IN ('queued', 'leased') AND d.bundle IN ('', d.key) AND NOT EXISTS (SELECT 1 FROM bodies b WHERE b.delivery = d.id)

-- wrong_leases --
SELECT COUNT(*) AS count FROM deliveries WHERE (lease_until IS NOT NULL) <> (state IN ('leased', 'sending'))

-- wrong_ends --
SELECT COUNT(*) AS count FROM deliveries
WHERE (settled IS NULL) <> (state IN ('queued', 'leased', 'sending'))

-- wrong_tally_total --
SELECT ABS((SELECT COALESCE(SUM(count), 0) FROM tally) - (SELECT COUNT(*) FROM deliveries)) AS count
