"""What keeping saves: energy in cheaper hours and lower peaks, not drawn at once."""
