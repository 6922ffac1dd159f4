"""Keeping stations below what their cables carry: what is told to whom, and why."""
