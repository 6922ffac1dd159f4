-- Attributes that end by themselves, by when: the moment they say, to the second. Few do,
-- so that a reading touches this index no more than the others.
create index present_ending
    on present ((left(meta #>> '{expiresAt,value}', 19)) collate "C")
    where meta ? 'expiresAt';
