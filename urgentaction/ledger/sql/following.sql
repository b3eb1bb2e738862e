-- What letters need after a provider has taken them, by name (see queries.sql).

-- underway --
SELECT * FROM deliveries d
WHERE channel = 'post' AND state = 'sent' AND receipt_kind = 'submitted' AND receipt_reference <> ''
  AND (:case = '' OR "case" = :case)
  AND NOT EXISTS (SELECT 1 FROM events e WHERE e.delivery = d.id AND e.what IN ('returned', 'ended'))
ORDER BY id

-- has_event --
SELECT 1 FROM events WHERE delivery = :id AND what = :what LIMIT 1
