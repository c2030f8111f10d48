-- Which mapping made what a call sent, as name and versions: hubspot.company.to@2+1. Absent where none did.
alter table provider_call add column mapping text;
