-- Why: the work list of the insurance office about settled visits, found by checks and patterns, with how each finding ended. No row here names a
-- person but by the opaque key. Findings, their visits and outcomes are only added: an outcome is corrected by a later one with its reason.

-- One call of a review. A review goes on from next_place; where it is empty, everything of the days was read.
-- unreadable has the settlements whose documents are damaged, with a space between.
CREATE TABLE review_piece (
    piece_id      {text} NOT NULL PRIMARY KEY,
    hospital_code {text} NOT NULL,
    from_date     {day} NOT NULL,
    to_date       {day} NOT NULL,
    next_place    {text} NOT NULL,
    visits        {integer} NOT NULL,
    unchecked     {integer} NOT NULL,
    undiagnosed   {integer} NOT NULL,
    found         {integer} NOT NULL,
    added         {integer} NOT NULL,
    operator      {text} NOT NULL CHECK (operator <> ''),
    noted_us      {long} NOT NULL,
    unreadable    {text} NOT NULL
){keyed};
CREATE INDEX review_piece_of_days ON review_piece (hospital_code, from_date);

-- What a visit adds to its month (item_code is empty), and what each drug of it does. A later review writes it anew: the lists may have changed.
CREATE TABLE review_line (
    settlement_id   {text} NOT NULL,
    item_code       {text} NOT NULL,
    hospital_code   {text} NOT NULL,
    service_date    {day} NOT NULL,
    department_code {text} NOT NULL,
    doctor_code     {text} NOT NULL,
    visit_id        {text} NOT NULL,
    person_key      {text} NOT NULL,
    amount_fen      {long} NOT NULL,
    goods_fen       {long} NOT NULL,
    off_fen         {long} NOT NULL,
    days            {integer} NOT NULL,
    days_max        {integer} NOT NULL,
    PRIMARY KEY (settlement_id, item_code)
){keyed};
CREATE INDEX review_line_of_days ON review_line (hospital_code, service_date);

CREATE TABLE review_finding (
    finding_id      {text} NOT NULL PRIMARY KEY,
    check_id        {text} NOT NULL,
    hospital_code   {text} NOT NULL,
    department_code {text} NOT NULL,
    doctor_code     {text} NOT NULL,
    service_date    {day} NOT NULL,
    item_code       {text} NOT NULL,
    text            {text} NOT NULL,
    basis           {text} NOT NULL,
    amount_fen      {long} NOT NULL CHECK (amount_fen >= 0),
    visits_needed   {integer} NOT NULL CHECK (visits_needed > 0),
    operator        {text} NOT NULL CHECK (operator <> ''),
    found_us        {long} NOT NULL
){keyed};
CREATE INDEX review_finding_of_days ON review_finding (hospital_code, service_date);

CREATE TABLE review_finding_visit (
    finding_id    {text} NOT NULL REFERENCES review_finding (finding_id),
    position      {integer} NOT NULL,
    settlement_id {text} NOT NULL,
    hospital_code {text} NOT NULL,
    visit_id      {text} NOT NULL,
    service_date  {day} NOT NULL,
    item_number   {integer} NOT NULL,
    amount_fen    {long} NOT NULL,
    PRIMARY KEY (finding_id, position)
){keyed};

CREATE TABLE review_outcome (
    finding_id        {text} NOT NULL REFERENCES review_finding (finding_id),
    number            {integer} NOT NULL CHECK (number > 0),
    kind              {integer} NOT NULL CHECK (kind IN (1, 2, 3, 4)),
    amount_fen        {long} NOT NULL,
    note              {text} NOT NULL,
    correction_reason {text} NOT NULL,
    operator          {text} NOT NULL CHECK (operator <> ''),
    noted_us          {long} NOT NULL,
    PRIMARY KEY (finding_id, number),
    CHECK ((kind = 3) = (amount_fen > 0)),
    CHECK ((number = 1) = (correction_reason = ''))
){keyed};

{final review_piece}
{final review_finding}
{final review_finding_visit}
{final review_outcome}
