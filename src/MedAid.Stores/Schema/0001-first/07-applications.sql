-- Why: applications on paper are a matter of record, step by step, with who did what and when. Only where an application stands is
-- ever changed.

CREATE TABLE relief_application (
    application_id  {text} NOT NULL PRIMARY KEY,
    person_key      {text} NOT NULL,
    county_code     {text} NOT NULL,
    township        {text} NOT NULL,
    applicant_class {integer} NOT NULL,
    purpose         {integer} NOT NULL,
    submitted_us    {long} NOT NULL,
    state           {integer} NOT NULL,
    steps           {integer} NOT NULL CHECK (steps > 0),
    touched_us      {long} NOT NULL
){keyed};
CREATE INDEX relief_application_of_person ON relief_application (person_key);
CREATE INDEX relief_application_by_county ON relief_application (county_code, state, submitted_us);

CREATE TABLE relief_step (
    application_id {text} NOT NULL,
    step_number    {integer} NOT NULL CHECK (step_number > 0),
    operator       {text} NOT NULL,
    recorded_us    {long} NOT NULL,
    body           {text} NOT NULL,
    PRIMARY KEY (application_id, step_number)
){keyed};

-- One number for one notice of a township in a year.
CREATE TABLE refusal_notice (
    county_code    {text} NOT NULL,
    township       {text} NOT NULL,
    notice_year    {integer} NOT NULL,
    notice_number  {integer} NOT NULL CHECK (notice_number > 0),
    application_id {text} NOT NULL,
    step_number    {integer} NOT NULL,
    PRIMARY KEY (county_code, township, notice_year, notice_number),
    UNIQUE (application_id, step_number)
){keyed};

{kept relief_application}
{refuse relief_application_only_goes_on on relief_application
    when NEW.steps <> OLD.steps + 1
    OR {changed application_id, person_key, county_code, township, applicant_class, purpose, submitted_us}}
{final relief_step}
{final refusal_notice}
