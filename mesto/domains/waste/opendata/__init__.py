"""Containers as open data, by the Czech open formal norm."""
