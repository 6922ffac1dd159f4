"""OCPI: partners whose drivers charge at the town's stations, and who show them."""

from mesto.gates.ocpi.gate import PREFIX, PartnerDoor
from mesto.gates.ocpi.line import open_partner
from mesto.gates.ocpi.settings import Settings
from mesto.gates.ocpi.translate import decode
from mesto.gates.ocpi.words import ABOUT, TITLE, WORDS
from mesto.kernel.plugin import Carrier, Gate

gate = Gate(
    name="ocpi",
    spec="Open Charge Point Interface 2.2.1-d2, https://github.com/ocpi/ocpi",
    settings=Settings,
    decode=decode,
    http=PartnerDoor(),
    lets_in=True,
    paths=(PREFIX,),
    title=TITLE,
    about=ABOUT,
    icon="roaming",
    ways=("ocpi",),
    words=WORDS,
)

carrier = Carrier(
    name="ocpi",
    schemes=("ocpi+http", "ocpi+https"),
    open=open_partner,
    tells=True,
)
