-- A field may be written twice before the first write comes back: each value is known by itself.
alter table own_write drop constraint own_write_pkey;
alter table own_write add primary key (connection_id, record_id, field, value_hash);
