-- Why: a hospital that speaks the national messages registers a visit (2201), says what it is for (2203) and sends its lines (2204) before it
-- settles; they are kept until then, and are the same after a restart. Who the patient is, is sealed or a key. What stands settled is said by
-- standing_visit alone. An answer is kept so that a repeated message gets it again to the byte.

CREATE TABLE national_visit (
    hospital_code     {text} NOT NULL,
    visit_id          {text} NOT NULL,
    person_key        {text} NOT NULL,
    id_number_hash    {text} NOT NULL,
    insurance         {text} NOT NULL,
    outpatient_number {text} NOT NULL,
    begin_date        {day} NOT NULL,
    patient           {bytes} NOT NULL,
    registered_us     {long} NOT NULL,
    ended_us          {long},
    medical_type      {text} NOT NULL,
    care              {integer} NOT NULL,
    disease_code      {text} NOT NULL,
    disease_name      {text} NOT NULL,
    diagnoses         {text} NOT NULL,
    PRIMARY KEY (hospital_code, visit_id)
){keyed};

CREATE TABLE national_line (
    hospital_code            {text} NOT NULL,
    visit_id                 {text} NOT NULL,
    line_id                  {text} NOT NULL,
    batch                    {text} NOT NULL CHECK (batch <> ''),
    position                 {long} NOT NULL,
    code                     {text} NOT NULL,
    price_millionths         {long} NOT NULL CHECK (price_millionths >= 0),
    quantity_ten_thousandths {long} NOT NULL CHECK (quantity_ten_thousandths > 0),
    amount_fen               {long} NOT NULL CHECK (amount_fen >= 0),
    approval                 {integer} NOT NULL CHECK (approval IN (0, 1, 2)),
    disease_code             {text} NOT NULL,
    department_code          {text} NOT NULL,
    doctor_code              {text} NOT NULL,
    fee_date                 {day} NOT NULL,
    in_scope_fen             {long} NOT NULL,
    first_self_pay_fen       {long} NOT NULL,
    over_ceiling_fen         {long} NOT NULL,
    out_of_scope_fen         {long} NOT NULL,
    sent_us                  {long} NOT NULL,
    PRIMARY KEY (hospital_code, visit_id, line_id),
    CHECK (in_scope_fen + first_self_pay_fen + over_ceiling_fen + out_of_scope_fen = amount_fen),
    FOREIGN KEY (hospital_code, visit_id) REFERENCES national_visit (hospital_code, visit_id)
){keyed};
CREATE INDEX national_line_of_batch ON national_line (hospital_code, visit_id, batch, position);

CREATE TABLE national_answer (
    request_id  {text} NOT NULL PRIMARY KEY,
    output      {text} NOT NULL,
    answered_us {long} NOT NULL
){keyed};

-- Files of the reconciliation (9101, 9102): rows of ids and sums, no name.
CREATE TABLE national_file (
    file_id       {text} NOT NULL PRIMARY KEY,
    hospital_code {text} NOT NULL,
    name          {text} NOT NULL,
    content       {bytes} NOT NULL,
    made_us       {long} NOT NULL
){keyed};

{kept national_visit}
{refuse national_visit_is_of_one_person on national_visit when {changed hospital_code, visit_id, person_key, id_number_hash, registered_us}}
{final national_answer}
