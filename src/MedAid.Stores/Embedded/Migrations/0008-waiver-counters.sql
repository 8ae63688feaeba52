-- Why: a hospital's limits on its fee reductions are counted in the same books as the law's. What is waived to a patient in a month is the
-- patient's whatever the scheme; the year's budget is the hospital's, which stands here like a person of the name hospital:CODE. The view
-- that proves counters by their changes has to name these owners too (see CounterOwner).

DROP VIEW counter_change;
CREATE VIEW counter_change AS
SELECT s.settlement_id,
       CASE WHEN substr(h.value ->> 0, 1, 14) = 'waiver_budget:' THEN 'hospital:' || s.hospital_code ELSE s.person_key END AS person_key,
       CASE WHEN substr(h.value ->> 0, 1, 14) = 'waiver_budget:' OR substr(h.value ->> 0, 1, 7) = 'waiver:' THEN 'waiver' ELSE s.scheme END
           AS scheme,
       h.value ->> 0 AS counter, h.value ->> 1 AS added_fen
FROM settlement s, json_each(s.changes) h;
