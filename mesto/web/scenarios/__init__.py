"""The scenarios of a municipality: writing, trying, rehearsing and letting them run."""
