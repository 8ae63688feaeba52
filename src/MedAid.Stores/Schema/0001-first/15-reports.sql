-- Why: notices demand figures of a month, a year, or since a policy began. report_visit and report_payment are drawn from the ledger's outbox up to
-- report_checkpoint and may be drawn anew. A reversal is a row of its own, everything negative, on the day on which it was made: what was
-- reported of a day that is over never changes. Figures that clerks enter and what was handed in are a matter of record.

CREATE TABLE report_checkpoint (
    only_one      {integer} NOT NULL PRIMARY KEY CHECK (only_one = 1),
    outbox_number {long} NOT NULL,
    unread        {integer} NOT NULL CHECK (unread >= 0)
){strict};
INSERT INTO report_checkpoint (only_one, outbox_number, unread) VALUES (1, 0, 0);

-- care 0: not kept. visit: the hospital's id of the stay, else of the visit. drug_fen, drug_in_scope_fen: null where the kind of an item is not known.
CREATE TABLE report_visit (
    outbox_number      {long} NOT NULL PRIMARY KEY,
    settlement_id      {text} NOT NULL,
    booked_day         {day} NOT NULL,
    person_key         {text} NOT NULL,
    hospital_code      {text} NOT NULL,
    visit              {text} NOT NULL,
    county_code        {text} NOT NULL,
    scheme             {text} NOT NULL,
    care               {integer} NOT NULL,
    disease            {text} NOT NULL,
    programme          {text} NOT NULL,
    visits             {integer} NOT NULL CHECK (visits IN (1, -1)),
    gross_fen          {long} NOT NULL,
    in_scope_fen       {long} NOT NULL,
    drug_fen           {long},
    drug_in_scope_fen  {long},
    patient_fen        {long} NOT NULL,
    waived_fen         {long} NOT NULL,
    hospital_borne_fen {long} NOT NULL,
    CHECK ((drug_fen IS NULL) = (drug_in_scope_fen IS NULL))
){keyed};
CREATE UNIQUE INDEX report_visit_by_settlement ON report_visit (settlement_id);
CREATE INDEX report_visit_by_care ON report_visit (care, booked_day);
CREATE INDEX report_visit_by_day ON report_visit (booked_day);

CREATE TABLE report_payment (
    outbox_number {long} NOT NULL,
    line_number   {integer} NOT NULL,
    layer         {text} NOT NULL,
    fund          {text} NOT NULL,
    rule          {text} NOT NULL,
    paid_fen      {long} NOT NULL,
    due_fen       {long} NOT NULL,
    PRIMARY KEY (outbox_number, line_number)
){keyed};

-- through_day: the figure stands for everything up to that day, from before this ledger (结转); null: of the period. The last of a place counts.
CREATE TABLE report_figure (
    figure_number {long} NOT NULL PRIMARY KEY,
    form          {text} NOT NULL,
    county_code   {text} NOT NULL,
    period        {text} NOT NULL,
    cell          {text} NOT NULL,
    through_day   {day},
    amount        {long},
    words         {text} NOT NULL,
    source        {text} NOT NULL,
    operator      {text} NOT NULL,
    entered_us    {long} NOT NULL,
    CHECK ((amount IS NULL) = (words <> ''))
){strict};
CREATE INDEX report_figure_of_form ON report_figure (form, county_code, period);

CREATE TABLE report_filing (
    filing_number {long} NOT NULL PRIMARY KEY,
    form          {text} NOT NULL,
    county_code   {text} NOT NULL,
    period        {text} NOT NULL,
    filed_day     {day} NOT NULL,
    note          {text} NOT NULL,
    operator      {text} NOT NULL,
    filed_us      {long} NOT NULL
){strict};
CREATE INDEX report_filing_of_form ON report_filing (form, county_code, period);

{final report_figure}
{final report_filing}
