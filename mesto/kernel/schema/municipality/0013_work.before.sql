-- Pictures of work orders, by the SHA-256 of the bytes that were sent: sent twice is kept
-- once. No guest reads this table; who sees an order sees its pictures.

create table work_picture (
    digest  bytea primary key,
    content bytea not null,                   -- JPEG, without what the camera noted
    kept_at timestamptz not null default now()
);
