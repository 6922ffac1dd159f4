"""What lamps shall do: programmes of a night, and who follows which."""
