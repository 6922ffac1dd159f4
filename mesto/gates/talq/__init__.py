"""TALQ: gateways of street lighting, cabinets and sensors; the city is their CMS."""

from mesto.gates.talq.cms import answer_gateway, refuse
from mesto.gates.talq.settings import Settings
from mesto.gates.talq.translate import decode
from mesto.gates.talq.words import ABOUT, TITLE, WORDS
from mesto.kernel.plugin import Gate

gate = Gate(
    name="talq",
    spec=(
        "TALQ Smart City Protocol 2.7.1,"
        " https://github.com/TALQ-consortium/TALQ_specification"
    ),
    settings=Settings,
    decode=decode,
    http=answer_gateway,
    refuse=refuse,
    paths=("/talq/",),
    title=TITLE,
    about=ABOUT,
    icon="lamp",
    ways=("webhook",),
    words=WORDS,
)
