-- The last photo anybody took of a container by its sticker: one each, so that what
-- strangers send is bounded. Guests read none.

create table sticker_photo (
    container text primary key,            -- URN
    content   bytea not null,              -- JPEG, without metadata
    seen_at   timestamptz not null
);
