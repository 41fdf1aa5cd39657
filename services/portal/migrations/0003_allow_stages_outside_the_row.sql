-- Parked, stopped and merged have no number; the board orders by days, and never asked for it.
ALTER TABLE board DROP COLUMN stage_number;
