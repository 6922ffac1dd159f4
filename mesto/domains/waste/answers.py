"""What the screens of waste collection may ask, part by part. A table."""

from mesto.domains.waste.calendars.answers import ANSWERS as CALENDARS
from mesto.domains.waste.driving.answers import ANSWERS as DRIVING
from mesto.domains.waste.emptyings.answers import ANSWERS as EMPTYINGS
from mesto.domains.waste.fleet.answers import ANSWERS as FLEET
from mesto.domains.waste.forecast.answers import ANSWERS as FORECAST
from mesto.domains.waste.inventory.answers import ANSWERS as INVENTORY
from mesto.domains.waste.ledger.answers import ANSWERS as LEDGER
from mesto.domains.waste.planning.answers import ANSWERS as PLANNING
from mesto.domains.waste.rehearsal.answers import ANSWERS as REHEARSAL
from mesto.domains.waste.sensors.answers import ANSWERS as SENSORS
from mesto.domains.waste.stickers.answers import ANSWERS as STICKERS
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers

PARTS: tuple[Answers, ...] = (
    CALENDARS,
    DRIVING,
    EMPTYINGS,
    FLEET,
    FORECAST,
    INVENTORY,
    LEDGER,
    PLANNING,
    REHEARSAL,
    SENSORS,
    STICKERS,
)

ANSWERS: Answers = {
    verb: [answer for part in PARTS for answer in part.get(verb, ())] for verb in Verb
}
