"""Who owns the sites of stations."""
