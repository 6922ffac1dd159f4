"""How long commands take by LoRaWAN. Pure.

A gateway may send only for a share of the time, so what is on air for a tenth of a
second takes a second of a band of 10 %.

Source: Semtech, SX1276 datasheet, 4.1.1.7, and AN1200.13, section 4; ETSI EN 300 220-2
V3.2.1, annex B, bands N, P; LoRa Alliance RP002-1.0.4, 2.5 (EU868).
"""

from collections.abc import Iterable
from math import ceil
from typing import Final, NamedTuple

from mesto.kernel.errors import Infeasible
from mesto.kernel.radio import Radio, Way, told_together
from mesto.kernel.text import refusal
from mesto.operations.commands.words import too_slow

WIDE_SHARE: Final = 0.10  #: of the time, 869.4 to 869.65 MHz, where RX2 and class C are
PLAIN_SHARE: Final = 0.01  #: elsewhere
WIDE_MHZ: Final = (869.4, 869.65)
FRAME_BYTES: Final = 13  #: MHDR 1, DevAddr 4, FCtrl 1, FCnt 2, FPort 1, MIC 4
PREAMBLE: Final = 8  #: symbols, and 4.25 of the radio's own
SLOW_S: Final = 0.016  #: a symbol longer than this is sent at a low data rate


def on_air_s(radio: Radio) -> float:
    """Return how long one downlink is on air, s.

    Explicit header, coding rate 4/5 and, as LoRaWAN has it downwards, no CRC.
    """
    symbol_s = (1 << radio.spreading_factor) / radio.bandwidth_hz
    return (PREAMBLE + 4.25 + symbols(radio, crc=False)) * symbol_s


def symbols(radio: Radio, *, crc: bool) -> int:
    """Return how many symbols carry header and payload; crc: of the payload, too."""
    factor = radio.spreading_factor
    slow = (1 << factor) / radio.bandwidth_hz > SLOW_S
    bits = 8 * (radio.payload_bytes + FRAME_BYTES) - 4 * factor + 28 + 16 * crc
    return 8 + max(ceil(bits / (4 * (factor - 2 * slow))) * 5, 0)


def share_of(radio: Radio) -> float:
    """Return for which share of the time a gateway may send, in (0, 1]."""
    least_mhz, most_mhz = WIDE_MHZ
    return WIDE_SHARE if least_mhz <= radio.frequency_mhz <= most_mhz else PLAIN_SHARE


class Sent(NamedTuple):
    """Messages by one connection."""

    alone: int  #: to one device each, shared out among the gateways
    together: int = 0  #: to groups, each sent by every gateway

    @property
    def messages(self) -> int:
        """Return how many there are."""
        return self.alone + self.together

    def at_a_gateway(self, radio: Radio) -> int:
        """Return how many one gateway sends."""
        return ceil(self.alone / radio.gateways) + self.together


def sent_to(wanted: Iterable[str], way: Way) -> Sent:
    """Return the messages that tell some assets the same, groups as one."""
    groups, left = told_together(wanted, way.groups)
    return Sent(len(left), len(groups))


def takes_s(messages: int, radio: Radio) -> float:
    """Return how long a gateway needs for so many messages, with its pauses, s."""
    if not messages:
        return 0.0
    once_s = on_air_s(radio)
    return (messages - 1) * once_s / share_of(radio) + once_s


def takes_all_s(sent: Sent, radio: Radio) -> float:
    """Return how long all gateways need, which share the devices evenly, s."""
    return takes_s(sent.at_a_gateway(radio), radio)


def busy_s(sent: Sent, radio: Radio) -> float:
    """Return for how long all gateways can send nothing else, s."""
    return sent.at_a_gateway(radio) * on_air_s(radio) / share_of(radio)


def too_late(needs_s: float, window_s: float, **facts: object) -> Infeasible:
    """Return the refusal of what cannot be sent in time; both in s."""
    says = too_slow(needs_s, window_s)
    return refusal(Infeasible, says, takes_s=needs_s, window_s=window_s, **facts)
