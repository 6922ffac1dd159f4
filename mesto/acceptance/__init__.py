"""Acceptance: documented checks of what a town is about to buy, and the evidence."""
