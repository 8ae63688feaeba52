-- Why: rows that are written once, kept, or changed in one way only are guarded by triggers. A trigger's name says what it holds to.
-- Whoever removes a trigger is found by the proof of the books.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% (%)', replace(TG_NAME, '_', ' '), TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
