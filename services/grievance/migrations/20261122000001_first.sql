-- migrate:up
-- The engine has its tables here; cases come with the procedure.
select 1;

-- migrate:down
