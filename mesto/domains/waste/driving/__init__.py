"""Rounds on the road: given to drivers, driven without a network, and proved after."""
