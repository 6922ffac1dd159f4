"""People, roles and keys of a municipality, for those who govern it."""
