"""The rim: where messages run between the world and the ledger, whatever the gate."""
