-- Who did what, when and from where. Only ever added to, and forgotten from its oldest end.
create table audit (
    id      integer primary key autoincrement,
    at      integer not null, -- milliseconds since 1970, UTC
    user    text    not null, -- the token's name; empty when nobody was signed in
    role    text    not null,
    address text    not null,
    action  text    not null,
    target  text    not null,
    detail  text    not null
) strict;

create index audit_at on audit (at);
