-- Why: what counties owe the hospital. One book of numbered records, only ever added to and chained by their hashes; what it comes to is
-- worked out from it. A record is of one county and one hospital, so its journal balances for each of them; the database checks the sum,
-- the number and the link itself.

CREATE TABLE clearing_record (
    record_number {long} NOT NULL PRIMARY KEY CHECK (record_number > 0),
    request_id    {text} NOT NULL UNIQUE,
    kind          {long} NOT NULL,
    county_code   {text} NOT NULL,
    hospital_code {text} NOT NULL,
    recorded_us   {long} NOT NULL,
    content       {text} NOT NULL,
    entries       {text} NOT NULL,
    previous_hash {text} NOT NULL,
    hash          {text} NOT NULL UNIQUE
){strict};
-- Cashiers look for agreements to pay later (20 signed, 21 ended) past everything else in the book.
CREATE INDEX clearing_record_agreement ON clearing_record (record_number) WHERE kind IN (20, 21);

-- The last number and hash of the book: a proof without a printed head sees that the last records are gone.
CREATE TABLE clearing_end (
    one           {integer} NOT NULL PRIMARY KEY CHECK (one = 1),
    record_number {long} NOT NULL,
    hash          {text} NOT NULL
){strict};
INSERT INTO clearing_end (one, record_number, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

{final clearing_record}
{kept clearing_end}
{refuse clearing_end_only_grows on clearing_end when NEW.record_number <= OLD.record_number}
