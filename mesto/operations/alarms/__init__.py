"""Alarms and what becomes of them: who is on it, who is told, and when nobody is.

An alarm is a time in which an asset is not well, as its judge sees it. What people and
rules do about it is said of an `Alert` entity, in the words of TMF642.
"""
