"""Charging without a card, by the code on a station: open to anybody."""
