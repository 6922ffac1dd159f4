"""What a context source offers, by the names of the standard. Pure.

Source: ETSI GS CIM 009 v1.9.1, 4.20 (tables 4.20-1 and 4.20-2).
"""

from collections.abc import Iterable, Mapping
from typing import Final

PROVISION: Final = frozenset(
    {"createEntity", "updateEntity", "appendAttrs", "updateAttrs", "deleteAttrs"}
    | {"deleteEntity", "mergeEntity", "replaceEntity", "replaceAttrs", "purgeEntity"}
    | {"createBatch", "upsertBatch", "updateBatch", "deleteBatch", "mergeBatch"}
)
PROVISION_OF_PASTS: Final = frozenset(
    {"upsertTemporal", "appendAttrsTemporal", "deleteAttrsTemporal"}
    | {"updateAttrInstanceTemporal", "deleteAttrInstanceTemporal", "deleteTemporal"}
)
CONSUMPTION: Final = frozenset(
    {"retrieveEntity", "queryEntity", "queryBatch", "retrieveTemporal"}
    | {"queryTemporal"}
)
CATALOGUE: Final = frozenset(
    {"retrieveEntityTypes", "retrieveEntityTypeDetails", "retrieveEntityTypeInfo"}
    | {"retrieveAttrTypes", "retrieveAttrTypeDetails", "retrieveAttrTypeInfo"}
)
SUBSCRIBING: Final = frozenset(
    {"createSubscription", "updateSubscription", "retrieveSubscription"}
    | {"querySubscription", "deleteSubscription"}
)
_MAPS: Final = frozenset({"retrieveEntityMap", "updateEntityMap", "deleteEntityMap"})
_IDENTITY: Final = "retrieveContextSourceIdentity"

OPERATIONS: Final = (
    PROVISION
    | PROVISION_OF_PASTS
    | CONSUMPTION
    | CATALOGUE
    | SUBSCRIBING
    | _MAPS
    | {"createEntityMapQueryEntity", "createEntityMapQueryTemporal", _IDENTITY}
)

_ASSOCIATION: Final = (
    frozenset({"retrieveEntity", "queryEntity", "queryBatch", _IDENTITY})
    | CATALOGUE
    | SUBSCRIBING
)
_UPDATES: Final = frozenset(
    {"updateEntity", "updateAttrs", "replaceEntity", "replaceAttrs"}
)
GROUPS: Final[Mapping[str, frozenset[str]]] = {
    "federationOps": _ASSOCIATION | _MAPS | {"createEntityMapQueryEntity"},
    "associationOps": _ASSOCIATION,
    "updateOps": _UPDATES,
    "retrieveOps": frozenset({"retrieveEntity", "queryEntity"}),
    "redirectionOps": _UPDATES
    | {"createEntity", "appendAttrs", "deleteAttrs", "deleteEntity", "mergeEntity"}
    | {"purgeEntity", "retrieveEntity", "queryEntity", _IDENTITY}
    | {"createEntityMapQueryEntity"}
    | CATALOGUE
    | _MAPS,
}
USUAL: Final = ("federationOps",)  #: where a registration does not say

#: What a source that never overrides anybody may offer (5.9.2.4).
OF_AUXILIARIES: Final = frozenset({"retrieveOps", "retrieveEntity", "queryEntity"})


def offered(names: Iterable[str]) -> frozenset[str]:
    """Return the operations that names of operations and groups come to."""
    return frozenset(one for name in names for one in GROUPS.get(name, (name,)))
