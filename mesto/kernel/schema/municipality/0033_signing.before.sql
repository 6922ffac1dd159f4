-- What notifications of subscriptions are signed with. The municipality's own role
-- writes and cannot read it; see _grant in database.py.

create table subscription_secret (
    subscription text primary key,
    secret       text not null
);
