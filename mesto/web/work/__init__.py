"""Work orders and crews over HTTP."""
