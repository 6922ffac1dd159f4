-- Reports: what is to be made, and what was made. No guest reads these tables; who may
-- read a file is asked by the role through whose eyes it was made.

create table report_run (
    id         uuid primary key,              -- of report and period where a schedule asks
    report     text not null,                 -- URN
    first      date not null,
    "end"      date not null,                 -- [first, end)
    asked_at   timestamptz not null default now(),
    asked_by   text not null default '',
    due_at     timestamptz,                   -- null: somebody wanted it now
    role       text not null default '',
    state      text not null default 'waiting',
    reason     text not null default '',
    left_hours integer not null default 0,
    made_at    timestamptz,
    told_at    timestamptz,
    keep_until timestamptz
);
create index report_run_report on report_run (report, asked_at desc);
create index report_run_open on report_run (asked_at)
 where state in ('waiting', 'counting') or state = 'made' and told_at is null;

-- By their SHA-256: the same content is kept once.
create table report_content (
    digest  bytea primary key,
    content bytea not null
);

create table report_file (
    run      uuid not null references report_run on delete cascade,
    name     text not null,
    kind     text not null,
    language text not null,
    digest   bytea not null references report_content,
    primary key (run, name)
);
create index report_file_digest on report_file (digest);
