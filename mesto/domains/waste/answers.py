"""What the screens of waste collection may ask, part by part. A table."""

from mesto.domains.waste.emptyings.answers import ANSWERS as EMPTYINGS
from mesto.domains.waste.inventory.answers import ANSWERS as INVENTORY
from mesto.domains.waste.planning.answers import ANSWERS as PLANNING
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers

PARTS: tuple[Answers, ...] = (EMPTYINGS, INVENTORY, PLANNING)

ANSWERS: Answers = {
    verb: [answer for part in PARTS for answer in part.get(verb, ())] for verb in Verb
}
