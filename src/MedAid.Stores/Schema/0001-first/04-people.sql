-- Why: who is entitled to what is a matter of record: since which day, and since when we know. A row of identity_period is closed when
-- we learn better and never changed or deleted, so that "what did we know when we settled?" can be answered. person is what settling
-- reads by one look-up; it is rebuilt from these facts with every change, and every state of it is kept as person_version. Names and id
-- numbers are sealed by keys that are not in the database.

CREATE TABLE person_detail (
    person_key {text} NOT NULL PRIMARY KEY,
    id_number_hash   {text} NOT NULL UNIQUE,
    key_id     {text},
    sealed     {bytes},
    entry_hash {bytes},
    CHECK ((key_id IS NULL) = (sealed IS NULL))
){keyed};
CREATE INDEX person_detail_by_key ON person_detail (key_id);

CREATE TABLE identity_period (
    person_key    {text} NOT NULL,
    identity      {text} NOT NULL,
    valid_from    {day} NOT NULL,
    valid_until   {day},
    certify_by    {day},
    known_from_us {long} NOT NULL,
    known_to_us   {long},
    opened_by     {text} NOT NULL,
    opened_line   {integer} NOT NULL,
    closed_by     {text},
    closed_line   {integer},
    PRIMARY KEY (person_key, identity, valid_from, known_from_us),
    CHECK (valid_until > valid_from),
    CHECK (known_to_us > known_from_us),
    CHECK ((known_to_us IS NULL) = (closed_by IS NULL) AND (closed_by IS NULL) = (closed_line IS NULL))
){keyed};
CREATE INDEX identity_period_opened ON identity_period (opened_by, opened_line);
CREATE INDEX identity_period_closed ON identity_period (closed_by, closed_line) WHERE closed_by IS NOT NULL;

CREATE TABLE household_member (
    person_key  {text} NOT NULL PRIMARY KEY,
    head_key    {text} NOT NULL,
    county_code {text} NOT NULL,
    township    {text} NOT NULL,
    village     {text} NOT NULL
){keyed};
CREATE INDEX household_member_by_county ON household_member (county_code);

-- Who read what of a person, and for what. The notes are counted as they are written: the proof of the books sees if some are gone.
CREATE TABLE person_access (
    access_number {serial},
    accessed_us   {long} NOT NULL,
    operator      {text} NOT NULL,
    role          {text} NOT NULL,
    person_key    {text} NOT NULL,
    purpose       {text} NOT NULL,
    call          {text} NOT NULL
){strict};
CREATE INDEX person_access_of_person ON person_access (person_key, accessed_us);

CREATE TABLE access_count (
    connection {text} NOT NULL PRIMARY KEY,
    notes      {long} NOT NULL CHECK (notes >= 0)
){keyed};

CREATE TABLE person_version (
    person_key    {text} NOT NULL,
    version       {long} NOT NULL,
    known_from_us {long} NOT NULL,
    changed_by    {text} NOT NULL,
    body          {text} NOT NULL,
    PRIMARY KEY (person_key, version)
){keyed};

CREATE TABLE household_version (
    person_key     {text} NOT NULL,
    version_number {integer} NOT NULL,
    known_from_us  {long} NOT NULL,
    changed_by     {text} NOT NULL,
    head_key       {text} NOT NULL,
    county_code    {text} NOT NULL,
    township       {text} NOT NULL,
    village        {text} NOT NULL,
    PRIMARY KEY (person_key, version_number)
){keyed};

{kept identity_period}
{refuse identity_period_is_only_closed on identity_period
    when OLD.known_to_us IS NOT NULL OR NEW.known_to_us IS NULL
    OR {changed person_key, identity, valid_from, valid_until, certify_by, known_from_us, opened_by, opened_line}}
{final person_access}
{kept access_count}
{refuse access_count_only_grows on access_count when NEW.notes <= OLD.notes}
{final person_version}
{final household_version}
