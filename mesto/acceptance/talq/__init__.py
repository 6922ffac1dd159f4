"""Trying a TALQ gateway as its CMS."""
