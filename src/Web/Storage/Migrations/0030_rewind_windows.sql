-- The interfaces that keep their last packets. The packets themselves are nowhere here: a window begins anew with the service.
create table rewind_windows (
    id             integer primary key autoincrement,
    settings       text    not null check (json_valid(settings)),
    interface      text    generated always as (settings ->> 'interface') virtual,
    user           text    not null,
    remote_address text    not null,
    made_at        integer not null -- milliseconds since 1970, UTC
) strict;

create unique index rewind_windows_interface on rewind_windows (interface);
