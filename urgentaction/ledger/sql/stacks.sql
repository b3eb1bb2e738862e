-- What printed letters need, by name (see queries.sql). A stack is one file of letters; `receipt_reference` names it.

-- print_batches --
SELECT batch FROM deliveries
WHERE channel = 'print' AND state = 'queued' AND held = 0 AND batch <> '' AND bundle = '' AND (:case = '' OR "case" = :case)
GROUP BY batch ORDER BY MIN(id)

-- due_stack --
SELECT d.*, b.body FROM deliveries d LEFT JOIN bodies b ON b.delivery = d.id
WHERE state = 'queued' AND held = 0 AND channel = 'print' AND due <= :now AND batch = :batch AND bundle = ''
  AND "case" NOT IN (SELECT id FROM holds WHERE kind = 'case')
  AND authority NOT IN (SELECT id FROM holds WHERE kind = 'authority')
ORDER BY due, id
LIMIT :most

-- stack_names --
SELECT DISTINCT receipt_reference AS name FROM deliveries
WHERE channel = 'print' AND receipt_reference >= :first AND receipt_reference < :beyond

-- name_stack --
UPDATE deliveries SET receipt_reference = :reference WHERE key = :key

-- unposted_stacks --
SELECT receipt_reference AS reference, batch, "case", round, COUNT(*) AS count, MIN(settled) AS at, MIN(key) AS key
FROM deliveries d
WHERE channel = 'print' AND receipt_reference > '' AND state = 'sent' AND receipt_kind = 'printed'
  AND (:case = '' OR "case" = :case)
  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.delivery = d.id AND e.what IN ('posted', 'destroyed'))
GROUP BY receipt_reference, batch, "case", round
ORDER BY MIN(id)

-- doubtful_stacks --
SELECT receipt_reference AS reference, batch, "case", round, COUNT(*) AS count, MIN(settled) AS at, MIN(key) AS key
FROM deliveries
WHERE state = 'uncertain' AND state NOT IN ('queued', 'leased', 'sending', 'sent')
  AND channel = 'print' AND batch <> '' AND bundle = '' AND receipt_kind IS NULL
  AND receipt_reference <> '' AND (:case = '' OR "case" = :case)
GROUP BY receipt_reference, batch, "case", round
ORDER BY MIN(id)

-- stack_in_doubt --
SELECT * FROM deliveries
WHERE state = 'uncertain' AND state NOT IN ('queued', 'leased', 'sending', 'sent')
  AND channel = 'print' AND receipt_kind IS NULL AND receipt_reference = :reference
ORDER BY id

-- stack_unposted --
SELECT * FROM deliveries d
WHERE channel = 'print' AND state = 'sent' AND receipt_kind = 'printed' AND receipt_reference = :reference
  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.delivery = d.id AND e.what IN ('posted', 'destroyed'))
ORDER BY id

-- stack_posted --
SELECT COUNT(*) AS count, COUNT(e.id) AS posted, MAX(e.at) AS at
FROM deliveries d LEFT JOIN events e ON e.delivery = d.id AND e.what IN ('posted', 'destroyed')
WHERE d.channel = 'print' AND d.receipt_reference = :reference AND d.state IN ('sending', 'sent', 'uncertain')

-- destroyed --
SELECT d."case", d.round, d.authority, COUNT(*) AS count
FROM deliveries d JOIN events e ON e.delivery = d.id AND e.what = 'destroyed'
WHERE d.channel = 'print' AND d.receipt_reference > '' AND d.state = 'sent'
GROUP BY d."case", d.round, d.authority

-- first_printed --
SELECT MIN(d.settled) AS at
FROM claims c JOIN deliveries d ON d.id = c.delivery
WHERE c.mark IN (:mark0, :mark1, :mark2)
  AND c."case" = :case AND c.round = :round AND c.authority = :authority
  AND d.state = 'sent' AND d.receipt_kind = 'printed'
