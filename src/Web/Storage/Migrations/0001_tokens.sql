-- A token is kept as its SHA-256: tokens are random 256-bit numbers, so that a slow password hash would add nothing.
create table tokens (
    id           integer primary key autoincrement,
    kind         text    not null check (kind in ('start', 'fixed', 'issued')),
    name         text    not null,
    role         text    not null check (role in ('viewer', 'operator', 'administrator')),
    hash         blob    not null unique check (length(hash) = 32),
    created_at   integer not null, -- times are milliseconds since 1970, UTC
    expires_at   integer,          -- null: never
    last_used_at integer
) strict;

-- A browser that has traded a token for a cookie. The id is random, so that a cookie outlives no database.
create table sessions (
    id         text    primary key,
    token_id   integer not null references tokens (id) on delete cascade,
    created_at integer not null,
    seen_at    integer not null
) strict, without rowid;

create index sessions_of_token on sessions (token_id);

-- Tells this database's cookies from those of another WebCap under the same host name: two ports of one machine share a cookie jar.
create table instance (
    id text not null
) strict;

insert into instance (id) values (lower(hex(randomblob(4))));
