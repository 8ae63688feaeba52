-- What a settlement writes, one transaction each and without MedAid: the same columns and about the same bytes, in tables of its own
-- (load-tests/pgbench-tables.sql). 2,000 persons, three counters each, a document of 2 kB.
\set person random(1, 2000)
\set number random(1, 9000000000000000000)
\set fen random(1, 100000)
BEGIN;
INSERT INTO bench.request (request_id, content_hash, settlement_id, settled_at)
VALUES ('R' || :number, decode(repeat('ab', 32), 'hex'), 'S' || :number, now());
INSERT INTO bench.settlement
VALUES (now(), 'S' || :number, 'P' || :person, 'R' || :number, 1, NULL, 'H14112300101', 'V' || :number, 'resident', '141123',
    current_date, 82530, 800, 0, 15846,
    '{hospital_revenue,patient_cash,waiver_expense,fund_receivable,advance_receivable}', '{"","","",141123,141123}',
    '{"","","",390100,610100}', '{-82530,15846,800,62571,3313}',
    '{basic,catastrophic,relief}', '{390100,390200,610100}', '{a,b,c}', '{62571,0,3313}', '{f,f,t}',
    '{basic.paid@2026,catastrophic.deductible@2026,relief.paid@2026}', '{62571,11042,3313}', bench.document());
INSERT INTO bench.counter (person_key, scheme, counter, used_fen)
VALUES ('P' || :person, 'resident', 'basic.paid@2026', 62571), ('P' || :person, 'resident', 'catastrophic.deductible@2026', 11042),
    ('P' || :person, 'resident', 'relief.paid@2026', 3313)
ON CONFLICT (person_key, scheme, counter) DO UPDATE SET used_fen = bench.counter.used_fen + excluded.used_fen;
INSERT INTO bench.outbox (settlement_id, kind) VALUES ('S' || :number, 1);
COMMIT;
