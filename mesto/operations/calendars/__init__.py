"""When something holds: working days, holidays, school terms, the dark of the night.

A calendar is an entity, `urn:ngsi-ld:Calendar:NAME`, whose attribute `definition` is
JSON: sets of hours and days, put together by any, all and not. `calendar.py` tells
whether it holds at a moment and when that changes next.
"""
