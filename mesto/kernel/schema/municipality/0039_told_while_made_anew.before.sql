-- While a subscription at a source is made anew, the one before it still tells.
alter table source_subscription add column key_before text;
create index source_subscription_before on source_subscription (key_before);
