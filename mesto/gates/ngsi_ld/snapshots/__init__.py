"""Snapshots: what some queries found at one moment, to be asked again and again."""
