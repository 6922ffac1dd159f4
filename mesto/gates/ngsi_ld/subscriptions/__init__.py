"""Subscriptions: who wants to be told of what, and how it is told (5.8)."""
