"""OCPP: charging stations of any maker; the city is their central system."""

from mesto.gates.ocpp.central import open_central
from mesto.gates.ocpp.gate import PREFIX, answer_station
from mesto.gates.ocpp.orders import encode
from mesto.gates.ocpp.settings import Settings
from mesto.gates.ocpp.translate import decode
from mesto.gates.ocpp.words import ABOUT, TITLE, WORDS
from mesto.kernel.plugin import Carrier, Gate

gate = Gate(
    name="ocpp",
    spec=(
        "Open Charge Point Protocol 1.6-J, 2.0.1 edition 3 and 2.1,"
        " https://openchargealliance.org/protocols/open-charge-point-protocol/"
    ),
    settings=Settings,
    decode=decode,
    encode=encode,
    http=answer_station,
    lets_in=True,
    paths=(PREFIX,),
    title=TITLE,
    about=ABOUT,
    icon="charger",
    ways=("ocpp",),
    words=WORDS,
)

carrier = Carrier(name="ocpp", schemes=("ocpp",), open=open_central)
