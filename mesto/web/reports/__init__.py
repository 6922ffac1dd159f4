"""Reports: kept, filled from the town, made when they are due, handed out."""
