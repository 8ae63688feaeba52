-- Why: who does not get what is due to them is looked for in what was settled. gap_visit, gap_indicator and gap_year are
-- drawn from the ledger's outbox up to gap_checkpoint and may be drawn anew at any time. What was found, pushed, answered, referred
-- and filed is a matter of record: a finding goes to a receiver once, a line is answered once, a referral is decided once.

CREATE TABLE gap_checkpoint (
    only_one      {integer} NOT NULL PRIMARY KEY CHECK (only_one = 1),
    outbox_number {long} NOT NULL,
    indicators_hash    {text} NOT NULL
){strict};
INSERT INTO gap_checkpoint (only_one, outbox_number, indicators_hash) VALUES (1, 0, '');

CREATE TABLE gap_visit (
    person_key    {text} NOT NULL,
    service_date  {day} NOT NULL,
    settlement_id {text} NOT NULL,
    county_code   {text} NOT NULL,
    burden_fen    {long} NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (person_key, service_date, settlement_id)
){keyed};

CREATE TABLE gap_indicator (
    person_key    {text} NOT NULL,
    disease       {text} NOT NULL,
    indicator_id       {text} NOT NULL,
    service_date  {day} NOT NULL,
    settlement_id {text} NOT NULL,
    PRIMARY KEY (person_key, disease, indicator_id, service_date, settlement_id)
){keyed};

CREATE TABLE gap_year (
    year       {integer} NOT NULL,
    person_key {text} NOT NULL,
    burden_fen {long} NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (year, person_key)
){keyed};
CREATE INDEX gap_year_by_burden ON gap_year (year, burden_fen);

CREATE TABLE gap_finding (
    finding_id  {text} NOT NULL PRIMARY KEY,
    kind        {integer} NOT NULL CHECK (kind IN (1, 2)),
    person_key  {text} NOT NULL,
    county_code {text} NOT NULL,
    subject     {text} NOT NULL,
    since_date  {day} NOT NULL,
    amount_fen  {long} NOT NULL,
    line_fen    {long} NOT NULL,
    days        {integer} NOT NULL,
    indicator_id     {text} NOT NULL,
    found_us    {long} NOT NULL,
    standing    {integer} NOT NULL CHECK (standing IN (1, 2, 3, 4)),
    standing_us {long} NOT NULL,
    UNIQUE (kind, person_key, subject)
){keyed};
CREATE INDEX gap_finding_of_county ON gap_finding (county_code, kind, standing);
CREATE INDEX gap_finding_by_time ON gap_finding (found_us, finding_id);

CREATE TABLE gap_list (
    list_id     {text} NOT NULL PRIMARY KEY,
    receiver    {integer} NOT NULL,
    county_code {text} NOT NULL,
    number      {integer} NOT NULL,
    built_us    {long} NOT NULL,
    operator    {text} NOT NULL,
    UNIQUE (receiver, county_code, number)
){keyed};

CREATE TABLE gap_line (
    list_id        {text} NOT NULL,
    line_number    {integer} NOT NULL,
    receiver       {integer} NOT NULL,
    finding_id     {text} NOT NULL,
    kind           {integer} NOT NULL,
    person_key     {text} NOT NULL,
    county_code    {text} NOT NULL,
    subject        {text} NOT NULL,
    since_date     {day} NOT NULL,
    amount_fen     {long} NOT NULL,
    line_fen       {long} NOT NULL,
    days           {integer} NOT NULL,
    indicator_id        {text} NOT NULL,
    settlement_ids {text} NOT NULL,
    outcome        {integer} CHECK (outcome IN (1, 2)),
    note           {text},
    answered_by    {text},
    answered_us    {long},
    PRIMARY KEY (list_id, line_number),
    -- A finding is never on two lists of one receiver, whatever two gateways think.
    UNIQUE (receiver, finding_id),
    CHECK ((outcome IS NULL) = (answered_by IS NULL) AND (outcome IS NULL) = (answered_us IS NULL) AND (outcome IS NULL) = (note IS NULL)),
    CHECK (outcome IS NULL OR outcome = 1 OR note <> '')
){keyed};
CREATE INDEX gap_line_of_finding ON gap_line (finding_id);

CREATE TABLE gap_referral (
    finding_id  {text} NOT NULL PRIMARY KEY,
    note        {text} NOT NULL,
    operator    {text} NOT NULL,
    referred_us {long} NOT NULL,
    granted_fen {long} CHECK (granted_fen >= 0),
    reason      {text},
    decided_by  {text},
    decided_us  {long},
    CHECK ((granted_fen IS NULL) = (reason IS NULL) AND (granted_fen IS NULL) = (decided_by IS NULL)
        AND (granted_fen IS NULL) = (decided_us IS NULL)),
    CHECK (granted_fen IS NULL OR granted_fen > 0 OR reason <> '')
){keyed};

CREATE TABLE uremia_act (
    act_number  {long} NOT NULL PRIMARY KEY,
    person_key  {text} NOT NULL,
    county_code {text} NOT NULL,
    on_date     {day} NOT NULL,
    end_reason  {integer} CHECK (end_reason IN (1, 2, 3, 4)),
    note        {text} NOT NULL,
    operator    {text} NOT NULL,
    acted_us    {long} NOT NULL
){strict};
CREATE INDEX uremia_act_of_person ON uremia_act (person_key, act_number);

{kept gap_finding}
{final gap_list}
{kept gap_line}
{refuse gap_line_is_answered_once on gap_line
    when OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
    OR {changed list_id, line_number, receiver, finding_id, kind, person_key, county_code, subject, since_date, amount_fen, line_fen, days,
        indicator_id, settlement_ids}}
{kept gap_referral}
{refuse gap_referral_is_decided_once on gap_referral
    when OLD.granted_fen IS NOT NULL OR NEW.granted_fen IS NULL OR {changed finding_id, note, operator, referred_us}}
{final uremia_act}
