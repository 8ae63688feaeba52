-- Why: a hospital's limits on its fee reductions are counted in the same books as the law's. What is waived to a patient in a month is the
-- patient's whatever the scheme; the year's budget is the hospital's, which stands here like a person of the name hospital:CODE. The view
-- that proves counters by their changes has to name these owners too (see CounterOwner).

CREATE OR REPLACE VIEW counter_change AS
SELECT s.settlement_id,
       (CASE WHEN starts_with(c.counter, 'waiver_budget:') THEN 'hospital:' || s.hospital_code ELSE s.person_key END) COLLATE "C" AS person_key,
       (CASE WHEN starts_with(c.counter, 'waiver_budget:') OR starts_with(c.counter, 'waiver:') THEN 'waiver' ELSE s.scheme END) COLLATE "C"
           AS scheme,
       c.counter, c.added_fen
FROM settlement s, unnest(s.change_counters, s.change_fen) AS c (counter, added_fen);
