"""What a town wants done by itself: when something happens, if it is so, then do this.

A scenario is an entity, `urn:ngsi-ld:Scenario:NAME`, with `definition` (JSON) and
`stage`. `definition.py` says how one is written, `compiled.py` whether it makes sense,
`decide.py` what it does about one happening: the same function in the town, in a dry
run and in a rehearsal over last month. `run.py` lets them run.
"""
