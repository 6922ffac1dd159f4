"""Registrations of context sources: who else knows something, and of what (5.9)."""
