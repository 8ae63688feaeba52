-- Why: what a patient was told or agreed to before treatment is kept as it was printed, with its number and hash, so that a re-print is the same
-- to the byte, and so that whoever settles knows whether it was signed. A paper names nobody. Nothing is changed: a paper that counts for nothing
-- has a withdrawal beside it, and keeps its number. kind: 1 notice, 2 consent, 3 agreement; size: 1 A4, 2 A5; items: code:price of a consent.

CREATE TABLE paper (
    paper_id      {text} NOT NULL PRIMARY KEY,
    kind          {integer} NOT NULL CHECK (kind IN (1, 2, 3)),
    size          {integer} NOT NULL CHECK (size IN (1, 2)),
    hospital_code {text} NOT NULL,
    year          {integer} NOT NULL,
    number        {integer} NOT NULL CHECK (number > 0),
    person_key    {text} NOT NULL,
    visit_id      {text} NOT NULL,
    items         {text} NOT NULL,
    html          {text} NOT NULL CHECK (html <> ''),
    html_hash     {text} NOT NULL,
    operator      {text} NOT NULL CHECK (operator <> ''),
    issued_us     {long} NOT NULL,
    UNIQUE (hospital_code, year, number)
){keyed};
CREATE INDEX paper_of_person ON paper (person_key, hospital_code);

CREATE TABLE paper_signature (
    paper_id    {text} NOT NULL PRIMARY KEY REFERENCES paper (paper_id),
    signer      {integer} NOT NULL CHECK (signer IN (1, 2)),
    relation    {text} NOT NULL,
    signed_date {day} NOT NULL,
    file_number {text} NOT NULL,
    scan_hash   {text} NOT NULL,
    operator    {text} NOT NULL CHECK (operator <> ''),
    noted_us    {long} NOT NULL,
    CHECK (file_number <> '' OR scan_hash <> '')
){keyed};

CREATE TABLE paper_withdrawal (
    paper_id {text} NOT NULL PRIMARY KEY REFERENCES paper (paper_id),
    reason   {text} NOT NULL CHECK (reason <> ''),
    operator {text} NOT NULL CHECK (operator <> ''),
    noted_us {long} NOT NULL
){keyed};

{final paper}
{final paper_signature}
{final paper_withdrawal}
