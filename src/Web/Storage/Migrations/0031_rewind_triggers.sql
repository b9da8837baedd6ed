-- What a window waits for, and what is done when it comes. How often it came is counted in memory only.
create table rewind_triggers (
    id             integer primary key autoincrement,
    window_id      integer not null references rewind_windows (id) on delete cascade,
    settings       text    not null check (json_valid(settings)),
    name           text    generated always as (settings ->> 'name') virtual,
    user           text    not null,
    remote_address text    not null,
    made_at        integer not null -- milliseconds since 1970, UTC
) strict;

create unique index rewind_triggers_name on rewind_triggers (window_id, name);
