"""TALQ: gateways of street lighting, cabinets and sensors; the city is their CMS."""

from mesto.gates.talq.cms import answer_gateway, refuse
from mesto.gates.talq.gate import open_gateway
from mesto.gates.talq.orders import encode
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.translate import decode
from mesto.gates.talq.words import ABOUT, TITLE, WORDS
from mesto.kernel.plugin import Carrier, Gate

gate = Gate(
    name="talq",
    spec=(
        "TALQ Smart City Protocol 2.7.1,"
        " https://github.com/TALQ-consortium/TALQ_specification"
    ),
    settings=Settings,
    decode=decode,
    encode=encode,
    http=answer_gateway,
    refuse=refuse,
    paths=("/talq/",),
    title=TITLE,
    about=ABOUT,
    icon="lamp",
    ways=("talq", "webhook"),
    words=WORDS,
)

carrier = Carrier(name="talq", schemes=("talq+http", "talq+https"), open=open_gateway)
