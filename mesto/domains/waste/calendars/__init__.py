"""On which days what is collected where, and what citizens are told of it.

definition → days → feed
"""
