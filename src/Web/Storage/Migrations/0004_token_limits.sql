-- What a token may have where that is less than its role allows.
alter table tokens add column interfaces text; -- a JSON array of names; null: all
alter table tokens add column filter text not null default '';
alter table tokens add column snap_length integer; -- null: whole frames
alter table tokens add column may_download integer not null default 1;

-- Viewers were able to watch only, as far as anybody who made their tokens knew.
update tokens set may_download = 0 where role = 'viewer';
