-- Why a notification was not taken the last time, and when somebody let go what was
-- given up, which can be taken back for a while.
alter table notification add column why text not null default '';
alter table notification add column dropped_at timestamptz;
create index notification_given_up on notification (subscription, number)
 where due_at is null and dropped_at is null;
