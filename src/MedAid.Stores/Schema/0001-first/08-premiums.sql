-- Why: aid with the premium, year by year, and the runs that noted it. An entitlement gets a revision and is never changed.

CREATE TABLE premium_run (
    run_id         {text} NOT NULL PRIMARY KEY,
    premium_year   {integer} NOT NULL,
    county_code    {text} NOT NULL,
    scheme         {text} NOT NULL,
    enrolled_by    {day} NOT NULL,
    personal_fen   {long} NOT NULL,
    fiscal_fen     {long} NOT NULL,
    operator       {text} NOT NULL,
    started_us     {long} NOT NULL,
    ended_us       {long},
    reached        {text} NOT NULL,
    persons        {integer} NOT NULL,
    changed        {integer} NOT NULL,
    difference_fen {long} NOT NULL
){keyed};

CREATE TABLE premium_entitlement (
    person_key       {text} NOT NULL,
    premium_year     {integer} NOT NULL,
    revision         {integer} NOT NULL CHECK (revision > 0),
    run_id           {text} NOT NULL,
    county_code      {text} NOT NULL,
    township         {text} NOT NULL,
    scheme           {text} NOT NULL,
    rule             {text} NOT NULL,
    object_from      {day},
    identities       {text} NOT NULL,
    personal_fen     {long} NOT NULL,
    fiscal_fen       {long} NOT NULL,
    relief_fen       {long} NOT NULL CHECK (relief_fen >= 0),
    veterans_aid_fen {long} NOT NULL CHECK (veterans_aid_fen >= 0),
    province_fen     {long} NOT NULL CHECK (province_fen >= 0),
    county_fen       {long} NOT NULL CHECK (county_fen >= 0),
    insured_fen      {long} NOT NULL CHECK (insured_fen >= 0),
    pack             {text} NOT NULL,
    cite             {text} NOT NULL,
    assumed          {integer} NOT NULL CHECK (assumed IN (0, 1)),
    noted_us         {long} NOT NULL,
    PRIMARY KEY (person_key, premium_year, revision)
){keyed};
CREATE INDEX premium_entitlement_by_county ON premium_entitlement (premium_year, county_code, person_key);

{final premium_entitlement}
