"""LoRaWAN: devices heard through ChirpStack or The Things Stack, over MQTT or HTTP."""

from operator import attrgetter

from mesto.gates.lorawan.gate import open_api
from mesto.gates.lorawan.multicast import gather, groups_of
from mesto.gates.lorawan.settings import Settings
from mesto.gates.lorawan.translate import decode, encode
from mesto.gates.lorawan.words import ABOUT, TITLE, WORDS
from mesto.kernel.plugin import Carrier, Gate

gate = Gate(
    name="lorawan",
    spec=(
        "LoRaWAN TS001-1.0.4, as ChirpStack v4 and The Things Stack v3 report it: "
        "https://resources.lora-alliance.org/technical-specifications"
    ),
    settings=Settings,
    decode=decode,
    encode=encode,
    title=TITLE,
    about=ABOUT,
    icon="antenna",
    ways=("mqtt", "webhook", "chirpstack"),
    words=WORDS,
    radio=attrgetter("downlinks"),
    gather=gather,
    groups=groups_of,
)

carrier = Carrier(
    name="chirpstack",
    schemes=("chirpstack+http", "chirpstack+https"),
    open=open_api,
)
