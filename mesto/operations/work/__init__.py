"""Work orders: what somebody is to do, who does it, and what came of it.

An order is an entity of type `WorkOrder`. Whatever is said of it is an observation of
its own with the time at which it was said, so that two phones that were without a
network for days merge in the ledger: notes, photos, times and materials stand side by
side by their `datasetId`, and of a plain field the latest holds.
"""
