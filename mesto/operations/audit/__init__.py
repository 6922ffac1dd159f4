"""Who did what, and the proof that nobody changed it afterwards."""
