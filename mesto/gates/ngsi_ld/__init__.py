"""NGSI-LD: the open API of context information (ETSI GS CIM 009)."""

import msgspec

from mesto.gates.ngsi_ld.contexts import ContextStore
from mesto.gates.ngsi_ld.gate import NgsiLd
from mesto.gates.ngsi_ld.registrations.registry import keep_sockets
from mesto.gates.ngsi_ld.snapshots.store import end_snapshots
from mesto.gates.ngsi_ld.subscriptions.elsewhere.run import TOLD
from mesto.gates.ngsi_ld.subscriptions.run import tell_subscribers
from mesto.gates.ngsi_ld.transient import end_transient
from mesto.kernel.plugin import Gate


class Settings(msgspec.Struct, frozen=True):
    """Nothing to set: peers of this API come to us, no connection is configured."""


store = ContextStore()
application = NgsiLd(store)
gate = Gate(
    name="ngsi_ld",
    spec="ETSI GS CIM 009 v1.8.1, https://www.etsi.org/deliver/etsi_gs/CIM/001_099/009/",
    settings=Settings,
    http=application,
    refuse=application.refuse,
    paths=("/ngsi-ld/v1/",),
    keyed=(TOLD,),
    runs={
        "subscriptions": tell_subscribers,
        "transient entities": end_transient,
        "sockets to sources": keep_sockets,
        "snapshots": end_snapshots,
        "uses of contexts": store.uses.keep,
    },
)
