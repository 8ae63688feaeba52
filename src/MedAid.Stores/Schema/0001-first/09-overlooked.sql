-- Why: who does not get what is due to them is looked for in what was settled. overlooked_visit, overlooked_sign and overlooked_year are
-- drawn from the ledger's outbox up to overlooked_checkpoint and may be drawn anew at any time. What was found, pushed, answered, referred
-- and filed is a matter of record: a finding goes to a receiver once, a line is answered once, a referral is decided once.

CREATE TABLE overlooked_checkpoint (
    only_one      {integer} NOT NULL PRIMARY KEY CHECK (only_one = 1),
    outbox_number {long} NOT NULL,
    signs_hash    {text} NOT NULL
){strict};
INSERT INTO overlooked_checkpoint (only_one, outbox_number, signs_hash) VALUES (1, 0, '');

CREATE TABLE overlooked_visit (
    person_key    {text} NOT NULL,
    service_date  {day} NOT NULL,
    settlement_id {text} NOT NULL,
    county_code   {text} NOT NULL,
    burden_fen    {long} NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (person_key, service_date, settlement_id)
){keyed};

CREATE TABLE overlooked_sign (
    person_key    {text} NOT NULL,
    disease       {text} NOT NULL,
    sign_id       {text} NOT NULL,
    service_date  {day} NOT NULL,
    settlement_id {text} NOT NULL,
    PRIMARY KEY (person_key, disease, sign_id, service_date, settlement_id)
){keyed};

CREATE TABLE overlooked_year (
    year       {integer} NOT NULL,
    person_key {text} NOT NULL,
    burden_fen {long} NOT NULL CHECK (burden_fen >= 0),
    PRIMARY KEY (year, person_key)
){keyed};
CREATE INDEX overlooked_year_by_burden ON overlooked_year (year, burden_fen);

CREATE TABLE overlooked_finding (
    finding_id  {text} NOT NULL PRIMARY KEY,
    kind        {integer} NOT NULL CHECK (kind IN (1, 2)),
    person_key  {text} NOT NULL,
    county_code {text} NOT NULL,
    subject     {text} NOT NULL,
    since_date  {day} NOT NULL,
    amount_fen  {long} NOT NULL,
    line_fen    {long} NOT NULL,
    days        {integer} NOT NULL,
    sign_id     {text} NOT NULL,
    found_us    {long} NOT NULL,
    standing    {integer} NOT NULL CHECK (standing IN (1, 2, 3, 4)),
    standing_us {long} NOT NULL,
    UNIQUE (kind, person_key, subject)
){keyed};
CREATE INDEX overlooked_finding_of_county ON overlooked_finding (county_code, kind, standing);
CREATE INDEX overlooked_finding_by_time ON overlooked_finding (found_us, finding_id);

CREATE TABLE overlooked_list (
    list_id     {text} NOT NULL PRIMARY KEY,
    receiver    {integer} NOT NULL,
    county_code {text} NOT NULL,
    number      {integer} NOT NULL,
    built_us    {long} NOT NULL,
    operator    {text} NOT NULL,
    UNIQUE (receiver, county_code, number)
){keyed};

CREATE TABLE overlooked_line (
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
    sign_id        {text} NOT NULL,
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
CREATE INDEX overlooked_line_of_finding ON overlooked_line (finding_id);

CREATE TABLE overlooked_referral (
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

{kept overlooked_finding}
{final overlooked_list}
{kept overlooked_line}
{refuse overlooked_line_is_answered_once on overlooked_line
    when OLD.outcome IS NOT NULL OR NEW.outcome IS NULL
    OR {changed list_id, line_number, receiver, finding_id, kind, person_key, county_code, subject, since_date, amount_fen, line_fen, days,
        sign_id, settlement_ids}}
{kept overlooked_referral}
{refuse overlooked_referral_is_decided_once on overlooked_referral
    when OLD.granted_fen IS NOT NULL OR NEW.granted_fen IS NULL OR {changed finding_id, note, operator, referred_us}}
{final uremia_act}
