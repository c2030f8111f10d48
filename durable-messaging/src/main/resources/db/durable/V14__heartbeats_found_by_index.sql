-- Looked for every few seconds while one is on its way, among all events of the connection.
create index provider_event_heartbeat on provider_event (reason)
    where state = 'IGNORED' and starts_with(reason, 'heartbeat ');
