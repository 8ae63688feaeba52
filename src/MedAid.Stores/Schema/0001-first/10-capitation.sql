-- Why: who is under a capitation contract (按人头打包) and since when decides what the bureau pays each month. Changes are only added, so the
-- roll of any moment can be told and who changed it; a claim is built once from it and never changes.

CREATE TABLE capitation_change (
    change_number {long} NOT NULL PRIMARY KEY,
    person_key    {text} NOT NULL,
    hospital_code {text} NOT NULL,
    programme     {text} NOT NULL,
    kind          {integer} NOT NULL CHECK (kind IN (1, 2, 3)),
    day           {day} NOT NULL,
    operator      {text} NOT NULL CHECK (operator <> ''),
    noted_us      {long} NOT NULL,
    scheme        {text} NOT NULL
){strict};
CREATE INDEX capitation_change_of_person ON capitation_change (programme, person_key, change_number);
CREATE INDEX capitation_change_of_hospital ON capitation_change (hospital_code, programme);

CREATE TABLE capitation_claim (
    claim_id      {text} NOT NULL PRIMARY KEY,
    hospital_code {text} NOT NULL,
    county_code   {text} NOT NULL,
    programme     {text} NOT NULL,
    month         {day} NOT NULL,
    pack          {text} NOT NULL,
    rate_fen      {long} NOT NULL CHECK (rate_fen >= 0),
    part_month    {integer} NOT NULL CHECK (part_month IN (1, 2, 3)),
    heads         {integer} NOT NULL CHECK (heads >= 0),
    built_by      {text} NOT NULL CHECK (built_by <> ''),
    built_us      {long} NOT NULL,
    claim_number  {long} NOT NULL UNIQUE CHECK (claim_number > 0),
    scheme        {text} NOT NULL,
    UNIQUE (hospital_code, programme, scheme, month)
){keyed};

CREATE TABLE capitation_claim_line (
    claim_id   {text} NOT NULL REFERENCES capitation_claim (claim_id),
    person_key {text} NOT NULL,
    days       {integer} NOT NULL CHECK (days BETWEEN 0 AND 31),
    amount_fen {long} NOT NULL CHECK (amount_fen >= 0),
    cost_fen   {long} NOT NULL CHECK (cost_fen >= 0),
    PRIMARY KEY (claim_id, person_key)
){keyed};

{final capitation_change}
{final capitation_claim}
{final capitation_claim_line}
