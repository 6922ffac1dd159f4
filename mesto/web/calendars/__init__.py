"""The calendars of a municipality: list, try, keep and drop."""
