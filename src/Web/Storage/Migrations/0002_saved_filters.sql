create table saved_filters (
    id         integer primary key autoincrement,
    name       text    not null unique collate nocase,
    expression text    not null,
    created_at integer not null
) strict;
