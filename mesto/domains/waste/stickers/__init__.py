"""Stickers on containers: who stands there says how full it is."""
