-- Tables for load-tests/pgbench-settle.sql, beside the real ones and with the same keys.
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
CREATE TABLE bench.request (
    request_id text COLLATE "C" PRIMARY KEY, content_hash bytea NOT NULL, settlement_id text COLLATE "C", settled_at timestamptz);
CREATE INDEX ON bench.request (settlement_id);
CREATE TABLE bench.settlement (
    settled_at timestamptz NOT NULL, settlement_id text COLLATE "C" NOT NULL, person_key text COLLATE "C" NOT NULL,
    request_id text NOT NULL, kind smallint NOT NULL, reverses_settlement_id text, hospital_code text NOT NULL, visit_id text NOT NULL,
    scheme text NOT NULL, county_code text NOT NULL, service_date date NOT NULL, gross_fen bigint NOT NULL, waived_fen bigint NOT NULL,
    hospital_borne_fen bigint NOT NULL, patient_fen bigint NOT NULL, entry_accounts text[] NOT NULL, entry_counties text[] NOT NULL,
    entry_funds text[] NOT NULL, entry_fen bigint[] NOT NULL, line_layers text[] NOT NULL, line_funds text[] NOT NULL,
    line_rules text[] NOT NULL, line_paid_fen bigint[] NOT NULL, line_advanced boolean[] NOT NULL, change_counters text[] NOT NULL,
    change_fen bigint[] NOT NULL, document bytea NOT NULL, PRIMARY KEY (settled_at, settlement_id, person_key));
ALTER TABLE bench.settlement ALTER COLUMN document SET STORAGE EXTERNAL;
CREATE TABLE bench.counter (
    person_key text COLLATE "C" NOT NULL, scheme text COLLATE "C" NOT NULL, counter text COLLATE "C" NOT NULL, used_fen bigint NOT NULL,
    PRIMARY KEY (person_key, scheme, counter)) WITH (fillfactor = 70);
CREATE TABLE bench.outbox (outbox_number bigserial PRIMARY KEY, settlement_id text NOT NULL, kind smallint NOT NULL);
CREATE FUNCTION bench.document() RETURNS bytea LANGUAGE sql IMMUTABLE AS $$ SELECT decode(repeat('c0ffee11', 500), 'hex') $$;
