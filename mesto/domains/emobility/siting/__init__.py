"""Where a lamp post or a cabinet can carry a charger, and where it is wanted."""
