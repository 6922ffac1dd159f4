"""An application that uses an NGSI-LD broker by the PyPI package `ngsildclient`.

python broker.py PORT KEY

Prints what it found as JSON, one line a step.
"""

import json
import sys

from ngsildclient import Client, Entity
from requests.auth import AuthBase


class Bearer(AuthBase):
    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {sys.argv[2]}"
        return request


def say(step, found):
    sys.stdout.write(json.dumps({"step": step, "found": found}) + "\n")


broker = Client("127.0.0.1", int(sys.argv[1]), custom_auth=Bearer(), verbose=False)
say("connected", broker.is_connected())
bins = [
    Entity("WasteContainer", f"pypi-{n}")
    .prop("fillingLevel", n / 10, observedat="2026-05-01T06:00:00Z")
    .gprop("location", (45.25, 19.84))
    for n in range(10)
]
say("upserted", bool(broker.upsert(*bins)))
say("exists", broker.exists(bins[3]))
read = broker.get(bins[3].id)
say("read", read["fillingLevel.value"])
say(
    "queried",
    sorted(one.id for one in broker.query("WasteContainer", q="fillingLevel>0.75")),
)
say("counted", broker.count("WasteContainer"))
read["fillingLevel.value"] = 0.95
say("updated", bool(broker.update(read)))
say("read again", broker.get(bins[3].id)["fillingLevel.value"])
say("types", broker.types.list())
say("deleted", bool(broker.delete(bins[3])))
say("gone", not broker.exists(bins[3]))
