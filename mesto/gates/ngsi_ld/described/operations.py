"""Which clause an operation follows, what it reads, and what it answers if all is well.

What is not here is described by its handler alone, so that nothing is left out.

Source: ETSI GS CIM 009 v1.8.1, 5.6 to 5.13 (behaviour), 6.4 to 6.31 (HTTP).
"""

from collections.abc import Mapping
from typing import Final

import msgspec


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """What the standard says of a method on a path."""

    clause: str = ""
    reads: str = ""  #: the schema of its body; empty: it has none
    answers: str = ""  #: the schema of what it gives back; empty: it has no body
    done: tuple[int, ...] = (204,)  #: statuses of success
    #: media types it answers in, beside those of every operation
    also: tuple[str, ...] = ()


_GEO: Final = ("application/geo+json",)
_BATCH: Final = (204, 207)

OPERATIONS: Final[Mapping[str, Operation]] = {
    "POST /entities": Operation(clause="5.6.1, 6.4.3.1", reads="Entity", done=(201,)),
    "GET /entities": Operation(
        clause="5.7.2, 6.4.3.2", answers="Entities", done=(200, 201), also=_GEO
    ),
    "DELETE /entities": Operation(clause="5.6.21, 6.4.3.3 (v1.9.1)"),
    "GET /entities/{}": Operation(
        clause="5.7.1, 6.5.3.1", answers="Entity", done=(200,), also=_GEO
    ),
    "DELETE /entities/{}": Operation(clause="5.6.6, 6.5.3.2"),
    "PUT /entities/{}": Operation(clause="5.6.18, 6.5.3.3", reads="Entity"),
    "PATCH /entities/{}": Operation(clause="5.6.17, 6.5.3.4", reads="Fragment"),
    "POST /entities/{}/attrs": Operation(
        clause="5.6.3, 6.6.3.1", reads="Fragment", done=_BATCH
    ),
    "PATCH /entities/{}/attrs": Operation(
        clause="5.6.2, 6.6.3.2", reads="Fragment", done=_BATCH
    ),
    "PATCH /entities/{}/attrs/{}": Operation(clause="5.6.4, 6.7.3.1", reads="Part"),
    "DELETE /entities/{}/attrs/{}": Operation(clause="5.6.5, 6.7.3.2"),
    "PUT /entities/{}/attrs/{}": Operation(clause="5.6.19, 6.7.3.3", reads="Attribute"),
    "POST /entityOperations/create": Operation(
        clause="5.6.7, 6.14.3.1", reads="Batch", answers="Result", done=(201, 207)
    ),
    "POST /entityOperations/upsert": Operation(
        clause="5.6.8, 6.15.3.1", reads="Batch", answers="Result", done=(201, *_BATCH)
    ),
    "POST /entityOperations/update": Operation(
        clause="5.6.9, 6.16.3.1", reads="Batch", answers="Result", done=_BATCH
    ),
    "POST /entityOperations/delete": Operation(
        clause="5.6.10, 6.17.3.1", reads="Ids", answers="Result", done=_BATCH
    ),
    "POST /entityOperations/merge": Operation(
        clause="5.6.20, 6.31.3.1", reads="Batch", answers="Result", done=_BATCH
    ),
    "POST /entityOperations/query": Operation(
        clause="5.7.2, 6.23.3.1",
        reads="Query",
        answers="Entities",
        done=(200, 201),
        also=_GEO,
    ),
    "GET /entityMaps": Operation(
        clause="5.14.4, 6.34.3.1 (v1.9.1)", answers="EntityMap", done=(201,)
    ),
    "POST /entityMaps": Operation(
        clause="5.14.4, 6.34.3.2 (v1.9.1)",
        reads="Query",
        answers="EntityMap",
        done=(201,),
    ),
    "GET /entityMaps/{}": Operation(
        clause="5.14.1, 6.32.3.1 (v1.9.1)", answers="EntityMap", done=(200,)
    ),
    "PATCH /entityMaps/{}": Operation(
        clause="5.14.2, 6.32.3.2 (v1.9.1)", reads="EntityMapFragment"
    ),
    "DELETE /entityMaps/{}": Operation(clause="5.14.3, 6.32.3.3 (v1.9.1)"),
    "POST /snapshots": Operation(
        clause="5.16.1, 6.36.3.1 (v1.9.1)", reads="Snapshot", done=(201,)
    ),
    "DELETE /snapshots": Operation(clause="5.16.7, 6.36.3.2 (v1.9.1)"),
    "GET /snapshots/{}": Operation(
        clause="5.16.3, 6.37.3.1 (v1.9.1)", answers="Snapshot", done=(200,)
    ),
    "PATCH /snapshots/{}": Operation(
        clause="5.16.4, 6.37.3.2 (v1.9.1)",
        reads="SnapshotFragment",
        answers="Snapshot",
        done=(200,),
    ),
    "DELETE /snapshots/{}": Operation(clause="5.16.5, 6.37.3.3 (v1.9.1)"),
    "POST /snapshots/{}/clone": Operation(
        clause="5.16.2, 6.38.3.1 (v1.9.1)", reads="SnapshotClone", done=(201,)
    ),
    "GET /types": Operation(
        clause="5.7.5, 5.7.6, 6.25.3.1", answers="Any", done=(200,)
    ),
    "GET /types/{}": Operation(clause="5.7.7, 6.26.3.1", answers="Object", done=(200,)),
    "GET /attributes": Operation(
        clause="5.7.8, 5.7.9, 6.27.3.1", answers="Any", done=(200,)
    ),
    "GET /attributes/{}": Operation(
        clause="5.7.10, 6.28.3.1", answers="Object", done=(200,)
    ),
    "GET /info/sourceIdentity": Operation(
        clause="5.15.2, 6.33.3.1", answers="Object", done=(200,)
    ),
    "POST /subscriptions": Operation(
        clause="5.8.1, 6.10.3.1", reads="Subscription", done=(201,)
    ),
    "GET /subscriptions": Operation(
        clause="5.8.4, 6.10.3.2", answers="Objects", done=(200,)
    ),
    "GET /subscriptions/{}": Operation(
        clause="5.8.3, 6.11.3.1", answers="Subscription", done=(200,)
    ),
    "PATCH /subscriptions/{}": Operation(
        clause="5.8.2, 6.11.3.2", reads="SubscriptionFragment"
    ),
    "DELETE /subscriptions/{}": Operation(clause="5.8.5, 6.11.3.3"),
    "GET /subscriptions/{}/givenUp": Operation(answers="Objects", done=(200,)),  # ours
    "POST /subscriptions/{}/givenUp": Operation(answers="Object", done=(200,)),
    "DELETE /subscriptions/{}/givenUp": Operation(answers="Object", done=(200,)),
    "POST /temporal/entities": Operation(
        clause="5.6.11, 6.18.3.1", reads="Past", done=(201, 204)
    ),
    "GET /temporal/entities": Operation(
        clause="5.7.4, 6.18.3.2", answers="Objects", done=(200, 201, 206)
    ),
    "GET /temporal/entities/{}": Operation(
        clause="5.7.3, 6.19.3.1", answers="Object", done=(200, 206)
    ),
    "DELETE /temporal/entities/{}": Operation(clause="5.6.16, 6.19.3.2"),
    "POST /temporal/entities/{}/attrs": Operation(
        clause="5.6.12, 6.20.3.1", reads="PastFragment"
    ),
    "DELETE /temporal/entities/{}/attrs/{}": Operation(clause="5.6.13, 6.21.3.1"),
    "PATCH /temporal/entities/{}/attrs/{}/{}": Operation(
        clause="5.6.14, 6.22.3.1", reads="PastFragment"
    ),
    "DELETE /temporal/entities/{}/attrs/{}/{}": Operation(clause="5.6.15, 6.22.3.2"),
    "POST /temporal/entityOperations/query": Operation(
        clause="5.7.4, 6.24.3.1", reads="Query", answers="Objects", done=(200, 201, 206)
    ),
    "GET /temporal/entityMaps": Operation(
        clause="5.14.5, 6.35.3.1 (v1.9.1)", answers="EntityMap", done=(201,)
    ),
    "POST /temporal/entityMaps": Operation(
        clause="5.14.5, 6.35.3.2 (v1.9.1)",
        reads="Query",
        answers="EntityMap",
        done=(201,),
    ),
    "POST /csourceRegistrations": Operation(
        clause="5.9.2, 6.8.3.1", reads="Registration", done=(201,)
    ),
    "GET /csourceRegistrations": Operation(
        clause="5.10.2, 6.8.3.2", answers="Objects", done=(200,)
    ),
    "GET /csourceRegistrations/{}": Operation(
        clause="5.10.1, 6.9.3.1", answers="Object", done=(200,)
    ),
    "PATCH /csourceRegistrations/{}": Operation(
        clause="5.9.3, 6.9.3.2", reads="Object"
    ),
    "DELETE /csourceRegistrations/{}": Operation(clause="5.9.4, 6.9.3.3"),
    "POST /csourceSubscriptions": Operation(
        clause="5.11.2, 6.12.3.1", reads="Subscription", done=(201,)
    ),
    "GET /csourceSubscriptions": Operation(
        clause="5.11.5, 6.12.3.2", answers="Objects", done=(200,)
    ),
    "GET /csourceSubscriptions/{}": Operation(
        clause="5.11.4, 6.13.3.1", answers="Subscription", done=(200,)
    ),
    "PATCH /csourceSubscriptions/{}": Operation(
        clause="5.11.3, 6.13.3.2", reads="SubscriptionFragment"
    ),
    "DELETE /csourceSubscriptions/{}": Operation(clause="5.11.6, 6.13.3.3"),
    "POST /jsonldContexts": Operation(
        clause="5.13.2, 6.29.3.1", reads="Context", done=(201,)
    ),
    "GET /jsonldContexts": Operation(
        clause="5.13.3, 6.29.3.2", answers="Any", done=(200,)
    ),
    "GET /jsonldContexts/{}": Operation(
        clause="5.13.4, 6.30.3.1", answers="Object", done=(200,)
    ),
    "DELETE /jsonldContexts/{}": Operation(clause="5.13.5, 6.30.3.2"),
    "GET /openapi.json": Operation(answers="Object", done=(200,)),  # our own
}

#: Where the standard says nothing of a method on a path, by the method.
USUAL: Final[Mapping[str, Operation]] = {
    "GET": Operation(answers="Any", done=(200,)),
    "POST": Operation(reads="Object", done=(200, 201, 204, 207)),
    "PATCH": Operation(reads="Object"),
    "PUT": Operation(reads="Object"),
    "DELETE": Operation(done=(200, 204)),
}
