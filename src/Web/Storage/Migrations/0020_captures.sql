-- Capture files that somebody uploaded; each is played as an interface.
create table captures (
    id          integer primary key autoincrement,
    name        text    not null, -- as its owner calls it; shown, never opened
    file        text    not null unique, -- ours, in the data folder's captures
    interface   text    not null, -- the name it was last played under
    format      text    not null check (format in ('pcap', 'pcapng')),
    packets     integer not null,
    bytes       integer not null,
    fault       text, -- why the file that came was longer than what was kept; null when all of it was
    pace        text    not null,
    is_looped   integer not null check (is_looped in (0, 1)),
    uploaded_by text    not null,
    uploaded_at integer not null -- milliseconds since 1970, UTC
) strict;
