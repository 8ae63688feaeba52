-- Why: some ways to falsify the books from outside were still open: a message or a counter could be deleted, an entry, line or
-- change could be added to a settlement that was complete, and INSERT OR REPLACE passed by the triggers against deleting.

CREATE TRIGGER request_is_answered_once BEFORE INSERT ON request
WHEN EXISTS (SELECT 1 FROM request WHERE request_id = NEW.request_id)
BEGIN SELECT raise(ABORT, 'a request is answered once'); END;
CREATE TRIGGER settlement_is_written_once BEFORE INSERT ON settlement
WHEN EXISTS (SELECT 1 FROM settlement WHERE settlement_id = NEW.settlement_id OR request_id = NEW.request_id)
BEGIN SELECT raise(ABORT, 'a settlement is written once'); END;

CREATE TRIGGER entry_comes_before_the_outbox BEFORE INSERT ON entry
WHEN EXISTS (SELECT 1 FROM outbox WHERE settlement_id = NEW.settlement_id)
BEGIN SELECT raise(ABORT, 'the settlement is complete'); END;
CREATE TRIGGER layer_line_comes_before_the_outbox BEFORE INSERT ON layer_line
WHEN EXISTS (SELECT 1 FROM outbox WHERE settlement_id = NEW.settlement_id)
BEGIN SELECT raise(ABORT, 'the settlement is complete'); END;
CREATE TRIGGER counter_change_comes_before_the_outbox BEFORE INSERT ON counter_change
WHEN EXISTS (SELECT 1 FROM outbox WHERE settlement_id = NEW.settlement_id)
BEGIN SELECT raise(ABORT, 'the settlement is complete'); END;

CREATE TRIGGER outbox_is_final BEFORE UPDATE ON outbox BEGIN SELECT raise(ABORT, 'a message is never changed'); END;
CREATE TRIGGER outbox_stays BEFORE DELETE ON outbox BEGIN SELECT raise(ABORT, 'a message is never deleted'); END;
CREATE TRIGGER counter_stays BEFORE DELETE ON counter BEGIN SELECT raise(ABORT, 'a counter is never deleted'); END;
