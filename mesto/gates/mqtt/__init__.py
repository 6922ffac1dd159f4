"""MQTT: messages of any device, read by configuration, from any broker or our own."""

from functools import partial

from mesto.gates.mqtt.dial import PORTS
from mesto.gates.mqtt.gate import open_link
from mesto.gates.mqtt.messages import Settings, decode, encode
from mesto.gates.mqtt.words import ABOUT, TITLE, WORDS
from mesto.kernel.plugin import Carrier, Gate

BEAT_S = 0.015  #: between two deliveries of a busy line to the city

gate = Gate(
    name="mqtt",
    spec="OASIS MQTT 3.1.1 and 5.0, https://docs.oasis-open.org/mqtt/mqtt/v5.0/",
    settings=Settings,
    decode=decode,
    encode=encode,
    title=TITLE,
    about=ABOUT,
    icon="sensor",
    ways=("mqtt", "webhook"),
    words=WORDS,
)
carrier = Carrier(
    name="mqtt", schemes=tuple(PORTS), open=partial(open_link, beat_s=BEAT_S)
)
