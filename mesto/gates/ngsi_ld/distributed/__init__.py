"""Distributed operations: what the city and registered sources do together (4.3.6)."""
