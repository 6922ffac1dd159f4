"""Vehicles, depots and disposal sites written by hand, judged as imported ones are."""
