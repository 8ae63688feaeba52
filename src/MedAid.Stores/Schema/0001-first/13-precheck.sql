-- Why: what a physician answered to a card is kept with its reason and its end, so that nothing is said again that was answered, and a check that
-- nobody heeds is known. A card's id is a hash: no row here names a person. Answers are only added.

CREATE TABLE card_feedback (
    feedback_id     {text} NOT NULL PRIMARY KEY,
    hospital_code   {text} NOT NULL,
    department_code {text} NOT NULL,
    doctor_code     {text} NOT NULL,
    visit_id        {text} NOT NULL,
    warn_type       {integer} NOT NULL CHECK (warn_type IN (1, 2)),
    operator        {text} NOT NULL CHECK (operator <> ''),
    noted_us        {long} NOT NULL
){keyed};
CREATE INDEX card_feedback_of_department ON card_feedback (hospital_code, department_code, noted_us);

CREATE TABLE card_answer (
    feedback_id   {text} NOT NULL REFERENCES card_feedback (feedback_id),
    position      {integer} NOT NULL,
    card_id       {text} NOT NULL,
    check_id      {text} NOT NULL,
    disposition   {integer} NOT NULL CHECK (disposition IN (1, 2)),
    reason_code   {text} NOT NULL,
    own_reason    {text} NOT NULL,
    suggestion_id {text} NOT NULL,
    until_date    {day},
    PRIMARY KEY (feedback_id, position),
    CHECK (disposition = 2 OR reason_code <> '' OR own_reason <> '')
){keyed};
CREATE INDEX card_answer_of_card ON card_answer (card_id);

{final card_feedback}
{final card_answer}
