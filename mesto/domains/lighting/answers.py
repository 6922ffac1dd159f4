"""What the screens of street lighting may ask, part by part. A table."""

from mesto.domains.lighting.control.answers import ANSWERS as CONTROL
from mesto.domains.lighting.energy.answers import ANSWERS as ENERGY
from mesto.domains.lighting.faults.answers import ANSWERS as FAULTS
from mesto.domains.lighting.presence.answers import ANSWERS as PRESENCE
from mesto.domains.lighting.rehearsal.answers import ANSWERS as REHEARSAL
from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers

PARTS = (CONTROL, ENERGY, FAULTS, PRESENCE, REHEARSAL)

ANSWERS: Answers = {
    verb: [answer for part in PARTS for answer in part.get(verb, ())] for verb in Verb
}
