"""Trying a charging station, as its central system."""
