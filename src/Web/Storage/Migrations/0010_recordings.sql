-- What was recorded, by whom and how far it came. The packets are in files beside the database, each recording in a folder named after its id.
create table recordings (
    id             integer primary key autoincrement,
    state          text    not null check (state in ('waiting', 'recording', 'stopped', 'failed', 'interrupted')),
    reason         text    not null,
    settings       text    not null check (json_valid(settings)),
    interface      text    generated always as (settings ->> 'interface') virtual,
    filter         text    generated always as (settings ->> 'filter') virtual,
    user           text    not null,
    remote_address text    not null,
    continues      integer,          -- the recording that this one goes on with
    link_type      integer not null,
    started_at     integer not null, -- times are milliseconds since 1970, UTC
    ended_at       integer,
    received       integer not null,
    rejected       integer not null,
    packets        integer not null,
    dropped        integer not null,
    kernel_dropped integer not null,
    bytes          integer not null
) strict;

create table recording_files (
    recording_id      integer not null references recordings (id) on delete cascade,
    number            integer not null,
    packets           integer not null,
    length_bytes      integer not null,
    first_nanoseconds integer not null, -- since 1970; -1 when the file has no packet
    last_nanoseconds  integer not null,
    primary key (recording_id, number)
) strict, without rowid;
