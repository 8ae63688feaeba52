-- Why: a visit is split from what the person had used when it was settled. After a reversal, or a visit that came in late, later ones may have
-- to come out differently. visit_position is drawn from the ledger's outbox up to visit_checkpoint: the visits that stand, in the order of
-- settling. unordered_person holds whose visits do not stand as in the order of visits, and since which year. The marks are readjudication_mark.

CREATE TABLE visit_checkpoint (
    only_one      {integer} NOT NULL PRIMARY KEY CHECK (only_one = 1),
    outbox_number {long} NOT NULL
){strict};
INSERT INTO visit_checkpoint (only_one, outbox_number) VALUES (1, 0);

CREATE TABLE visit_position (
    person_key    {text} NOT NULL,
    service_date  {day} NOT NULL,
    outbox_number {long} NOT NULL,
    settlement_id {text} NOT NULL,
    scheme        {text} NOT NULL,
    first_day     {day} NOT NULL,
    stay          {text} NOT NULL,
    stay_part     {integer} NOT NULL,
    admits        {integer} NOT NULL CHECK (admits IN (0, 1)),
    said_admission {integer} NOT NULL CHECK (said_admission >= 0),
    PRIMARY KEY (person_key, service_date, outbox_number)
){keyed};

CREATE TABLE unordered_person (
    person_key {text} NOT NULL PRIMARY KEY,
    since_year {integer} NOT NULL
){keyed};
