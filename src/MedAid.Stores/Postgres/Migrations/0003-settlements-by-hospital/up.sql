-- Why: a page of one hospital's settlements was found by walking through everybody's, newest first, and a small hospital's page is far
-- back. Within a hospital the order is that of the page. Every month gets the index, those to come when they are attached. While it is
-- made nobody can settle: about a second for each million settlements.
CREATE INDEX settlement_by_hospital ON settlement (hospital_code, settled_at, settlement_id);
