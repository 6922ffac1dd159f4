-- A town switches all its lamps at once: what is due is found without reading what is
-- on its way, and what is open about an entity without reading its past.

create index command_due on command (due_at, id)
 where state = 'pending' or state = 'sent' and again_s is not null;
create index command_open_of on command (entity, name)
 where state in ('pending', 'sent');
