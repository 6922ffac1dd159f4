"""Stations and sessions as people see them, and what stations are told by hand."""
