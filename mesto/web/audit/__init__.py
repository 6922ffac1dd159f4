"""Who did what and the proof of it, for those who govern."""
