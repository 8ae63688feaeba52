-- Earlier settlements in a database of the gateway, for measuring beside an empty one: psql -v rows=10000000 -f load-tests/fill.sql
-- Ids are as scattered as real ones, rows are spread over 24 months and 200,000 persons. The documents are 300 bytes of nothing, so that
-- ten million fit into 11 GB; books filled like this are for measuring only, no proof holds on them.
\set ON_ERROR_STOP on
SELECT make_month(day::date) FROM generate_series(date '2024-11-01', date '2026-10-01', interval '1 month') AS day \g /dev/null
CREATE TEMPORARY TABLE filling AS
SELECT n, 'F' || md5(n::text) AS request_id, 'S' || upper(substr(md5('s' || n), 1, 24)) AS settlement_id, 'PF' || (n % 200000) AS person_key,
    timestamptz '2024-11-01 00:00+08' + n * (interval '700 days' / :rows) AS settled_at
FROM generate_series(1, :rows) AS n;
INSERT INTO request (request_id, content_hash, settlement_id, settled_at)
SELECT request_id, decode(repeat('ab', 32), 'hex'), settlement_id, settled_at FROM filling;
INSERT INTO settlement (
    settled_at, settlement_id, person_key, request_id, kind, hospital_code, visit_id, batch, scheme, county_code, service_date,
    dialyses, gross_fen,
    waived_fen, hospital_borne_fen, patient_fen, entry_accounts, entry_counties, entry_funds, entry_fen, line_layers, line_funds,
    line_rules, line_paid_fen, line_advanced, change_counters, change_fen, document)
SELECT settled_at, settlement_id, person_key, request_id, 1, 'H14112300101', 'V' || n, '', 'resident', '141123', settled_at::date, 0, 82530, 800,
    0, 15846, '{hospital_revenue,patient_cash,waiver_expense,fund_receivable,advance_receivable}', '{"","","",141123,141123}',
    '{"","","",390100,610100}', '{-82530,15846,800,62571,3313}', '{basic,catastrophic,relief}', '{390100,390200,610100}', '{a,b,c}',
    '{62571,0,3313}', '{f,f,t}', '{basic.paid@2026}', '{62571}', decode(repeat('cd', 300), 'hex')
FROM filling;
INSERT INTO outbox (settled_at, settlement_id, kind) SELECT settled_at, settlement_id, 1 FROM filling;
INSERT INTO counter_owner (person_key, scheme) SELECT 'PF' || n, 'resident' FROM generate_series(0, 199999) AS n;
INSERT INTO counter (person_key, scheme, counter, used_fen)
SELECT 'PF' || n, 'resident', c, 62571 FROM generate_series(0, 199999) AS n,
    unnest(ARRAY['basic.paid@2026', 'catastrophic.deductible@2026', 'relief.paid@2026']) AS c;
ANALYZE;
