"""Subscriptions made at context sources for those who subscribed here (5.8)."""
