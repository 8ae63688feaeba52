-- Why: what MedAid tells the bureau's platform, so that a lost answer is found out about and put right. A task is what is to come about there:
-- a settlement stands, does not stand any more, or is made through the platform. Before each message that writes leaves, its row with its id is
-- committed; the answer is noted after. Nothing here is personal but the opaque key. bureau_checkpoint is how far the ledger's outbox is taken over.

CREATE TABLE bureau_checkpoint (
    only_one      {integer} NOT NULL PRIMARY KEY CHECK (only_one = 1),
    outbox_number {long} NOT NULL
){strict};
INSERT INTO bureau_checkpoint (only_one, outbox_number) VALUES (1, 0);

-- The last message id of each hospital. It only rises: no id is given twice.
CREATE TABLE bureau_counter (
    hospital_code {text} NOT NULL PRIMARY KEY,
    last_second   {long} NOT NULL,
    last_tail     {integer} NOT NULL CHECK (last_tail BETWEEN 0 AND 9999)
){keyed};

CREATE TABLE bureau_sign_in (
    link_id   {text} NOT NULL PRIMARY KEY,
    sign_no   {text} NOT NULL,
    signed_us {long} NOT NULL
){keyed};

CREATE TABLE bureau_task (
    task_number          {serial},
    kind                 {integer} NOT NULL CHECK (kind IN (1, 2, 3)),
    task_key             {text} NOT NULL UNIQUE,
    link_id              {text} NOT NULL,
    hospital_code        {text} NOT NULL,
    visit_id             {text} NOT NULL,
    batch                {text} NOT NULL,
    county_code          {text} NOT NULL,
    person_key           {text} NOT NULL,
    settlement_id        {text} NOT NULL,
    content_hash         {text} NOT NULL,
    content              {text} NOT NULL,
    state                {integer} NOT NULL CHECK (state IN (1, 2, 3, 4)),
    phase                {integer} NOT NULL CHECK (phase BETWEEN 0 AND 5),
    bureau_visit_id      {text} NOT NULL,
    bureau_settlement_id {text} NOT NULL,
    parts                {integer} NOT NULL,
    counted_after        {text} NOT NULL,
    questions            {integer} NOT NULL,
    reason               {text} NOT NULL,
    evidence             {text} NOT NULL,
    made_us              {long} NOT NULL,
    due_us               {long} NOT NULL,
    lease                {text} NOT NULL,
    lease_until_us       {long} NOT NULL,
    CHECK (state <> 4 OR reason <> '')
){strict};
CREATE INDEX bureau_task_due ON bureau_task (due_us, task_number) WHERE state = 1;
CREATE INDEX bureau_task_pending ON bureau_task (task_number) WHERE state IN (1, 4);
CREATE INDEX bureau_task_of_visit ON bureau_task (hospital_code, visit_id, batch, task_number);
CREATE INDEX bureau_task_of_settlement ON bureau_task (settlement_id);

CREATE TABLE bureau_message (
    message_id  {text} NOT NULL PRIMARY KEY,
    task_number {long} NOT NULL REFERENCES bureau_task (task_number),
    token       {text} NOT NULL UNIQUE,
    number      {text} NOT NULL,
    state       {integer} NOT NULL CHECK (state BETWEEN 1 AND 5),
    about       {text} NOT NULL,
    intended_us {long} NOT NULL,
    answered_us {long},
    said        {text} NOT NULL
){keyed};
CREATE INDEX bureau_message_of_task ON bureau_message (task_number, message_id);

-- What people decided about tasks that were parked.
CREATE TABLE bureau_resolution (
    resolution_id {text} NOT NULL PRIMARY KEY,
    task_number   {long} NOT NULL REFERENCES bureau_task (task_number),
    decision      {integer} NOT NULL CHECK (decision IN (1, 2, 3)),
    was           {text} NOT NULL,
    reason        {text} NOT NULL CHECK (reason <> ''),
    operator      {text} NOT NULL CHECK (operator <> ''),
    checked_by    {text} NOT NULL CHECK (checked_by <> '' AND checked_by <> operator),
    decided_us    {long} NOT NULL
){keyed};
CREATE INDEX bureau_resolution_of_task ON bureau_resolution (task_number, decided_us);

{kept bureau_task}
{kept bureau_message}
{final bureau_resolution}
{refuse bureau_message_answered_once on bureau_message when OLD.state <> 1 OR {changed message_id, task_number, token, number, about, intended_us}}
{refuse bureau_counter_only_rises on bureau_counter when (NEW.last_second, NEW.last_tail) <= (OLD.last_second, OLD.last_tail)}
