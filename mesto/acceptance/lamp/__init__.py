"""Trying a lamp controller through its broker."""
