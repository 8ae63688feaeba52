CREATE TABLE setting (
    name  {text} NOT NULL PRIMARY KEY,
    value {text} NOT NULL
){keyed};

-- The register: what is known of a person for settling. No name, no id number.
CREATE TABLE person (
    id_number_hash   {text} NOT NULL PRIMARY KEY,
    person_key {text} NOT NULL,
    version    {long} NOT NULL CHECK (version > 0),
    body       {text} NOT NULL
){keyed};
CREATE UNIQUE INDEX person_by_key ON person (person_key);
