-- Why: rosters are taken in by parts, so an import whose gateway died is taken up by another, in a run of its own: a part is written once in
-- its run, whatever came of the answer. A change that reaches back marks the settlements on its days, and what was done about a mark is a
-- matter of record. A recheck that is due survives its gateway.

CREATE TABLE roster_import (
    import_id     {text} NOT NULL PRIMARY KEY,
    request_id    {text} NOT NULL UNIQUE,
    kind          {integer} NOT NULL,
    county_code   {text} NOT NULL,
    identity      {text},
    list_date     {day},
    operator      {text} NOT NULL,
    state         {integer} NOT NULL,
    started_us    {long} NOT NULL,
    touched_us    {long} NOT NULL,
    lines         {integer} NOT NULL,
    lines_done    {integer} NOT NULL,
    lines_changed {integer} NOT NULL,
    lines_bad     {integer} NOT NULL,
    lines_warned  {integer} NOT NULL,
    marks         {integer} NOT NULL,
    run_id        {text} NOT NULL,
    parts_done    {integer} NOT NULL DEFAULT 0
){strict};
CREATE INDEX roster_import_newest ON roster_import (started_us DESC, import_id DESC);

CREATE TABLE roster_fault (
    fault_number {serial},
    import_id    {text} NOT NULL,
    line         {integer} NOT NULL,
    column_name  {text} NOT NULL,
    code         {text} NOT NULL,
    message      {text} NOT NULL,
    refused      {integer} NOT NULL CHECK (refused IN (0, 1))
){strict};
CREATE INDEX roster_fault_of_import ON roster_fault (import_id, line);

CREATE TABLE readjudication_mark (
    settlement_id {text} NOT NULL,
    import_id     {text} NOT NULL,
    line          {integer} NOT NULL,
    person_key    {text} NOT NULL,
    noted_us      {long} NOT NULL,
    resolved_us   {long},
    resolution    {text},
    -- Of a visit that would come out differently in the order of visits: import_id is then the settlement that was made (line 0) or undone
    -- (line 1); payers is JSON.
    patient_stands_fen {long},
    patient_right_fen  {long},
    payers             {text},
    PRIMARY KEY (settlement_id, import_id, line),
    CHECK ((resolved_us IS NULL) = (resolution IS NULL)),
    CHECK ((payers IS NULL) = (patient_stands_fen IS NULL) AND (payers IS NULL) = (patient_right_fen IS NULL))
){keyed};
CREATE INDEX readjudication_mark_of_person ON readjudication_mark (person_key) WHERE payers IS NOT NULL;
CREATE INDEX readjudication_mark_open ON readjudication_mark (noted_us) WHERE resolved_us IS NULL;

CREATE TABLE mark_resolution (
    resolution_id       {text} NOT NULL PRIMARY KEY,
    settlement_id       {text} NOT NULL,
    outcome             {integer} NOT NULL CHECK (outcome IN (1, 2, 3, 4)),
    again_settlement_id {text} NOT NULL,
    reason              {text} NOT NULL,
    operator            {text} NOT NULL,
    resolved_us         {long} NOT NULL,
    CHECK ((outcome = 2) = (again_settlement_id <> ''))
){keyed};
CREATE INDEX mark_resolution_of_settlement ON mark_resolution (settlement_id, resolved_us);

-- changed_by is the import, the application on paper or the application for a qualification that made the change.
CREATE TABLE due_recheck (
    recheck_id {text} NOT NULL PRIMARY KEY,
    changed_by {text} NOT NULL,
    due_us     {long} NOT NULL,
    persons    {text} NOT NULL
){keyed};
CREATE INDEX due_recheck_by_due ON due_recheck (due_us);

{kept readjudication_mark}
{final mark_resolution}
