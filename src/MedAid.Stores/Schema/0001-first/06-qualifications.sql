-- Why: a qualification is a matter of record: who applied, who decided and when, and the reason of a refusal that the applicant is told.
-- An application is decided once, by another than took it in, and is never changed or deleted; what settling reads is rebuilt from those
-- that were granted and have not ended.

CREATE TABLE qualification_application (
    application_id {text} NOT NULL PRIMARY KEY,
    person_key     {text} NOT NULL,
    kind           {integer} NOT NULL,
    disease        {text} NOT NULL,
    hospital       {text} NOT NULL,
    source         {integer} NOT NULL,
    evidence       {integer} NOT NULL,
    signers        {text} NOT NULL,
    applied_by     {text} NOT NULL,
    applied_us     {long} NOT NULL,
    due_by         {day} NOT NULL,
    state          {integer} NOT NULL CHECK (state IN (1, 2, 3)),
    decided_by     {text},
    decided_us     {long},
    approved_on    {day},
    valid_until    {day},
    reason         {integer},
    CHECK ((state = 1) = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_us IS NULL)),
    CHECK ((state = 2) = (approved_on IS NOT NULL)),
    CHECK ((state = 3) = (reason IS NOT NULL)),
    CHECK (valid_until IS NULL OR valid_until > approved_on),
    CHECK (decided_by IS NULL OR decided_by <> applied_by)
){keyed};
CREATE INDEX qualification_application_of_person ON qualification_application (person_key);
CREATE INDEX qualification_application_by_due ON qualification_application (state, due_by, application_id);
CREATE INDEX qualification_application_ending ON qualification_application (valid_until) WHERE valid_until IS NOT NULL;
-- One open application for one thing, whatever two gateways think.
CREATE UNIQUE INDEX qualification_application_open ON qualification_application (person_key, kind, disease) WHERE state = 1;

CREATE TABLE qualification_end (
    application_id {text} NOT NULL PRIMARY KEY,
    ended_on       {day} NOT NULL,
    reason         {integer} NOT NULL,
    note           {text} NOT NULL,
    ended_by       {text} NOT NULL,
    ended_us       {long} NOT NULL
){keyed};

-- An enrolment of managed patients: begun under its key, ended once with what came of it.
CREATE TABLE enrolment (
    enrolment_id {text} NOT NULL PRIMARY KEY,
    operator     {text} NOT NULL,
    checked_by   {text} NOT NULL,
    begun_us     {long} NOT NULL,
    enrolled     {integer},
    faults       {text},
    CHECK ((enrolled IS NULL) = (faults IS NULL))
){keyed};

{kept qualification_application}
{refuse qualification_application_is_decided_once on qualification_application
    when OLD.state <> 1 OR NEW.state = 1
    OR {changed application_id, person_key, kind, disease, hospital, source, evidence, signers, applied_by, applied_us, due_by}}
{final qualification_end}
{kept enrolment}
{refuse enrolment_ends_once on enrolment
    when OLD.enrolled IS NOT NULL OR NEW.enrolled IS NULL OR {changed enrolment_id, operator, checked_by, begun_us}}
