"""Street lighting: lamps, and the feeders and cabinets that explain their failures."""

from mesto.domains.lighting.answers import ANSWERS
from mesto.domains.lighting.checklists import CHECKLISTS
from mesto.domains.lighting.control.guards import GUARDS
from mesto.domains.lighting.control.run import keep_switching
from mesto.domains.lighting.faults.checklists import CHECKLISTS as OF_FAULTS
from mesto.domains.lighting.faults.run import watch_faults
from mesto.domains.lighting.inventory.plausible import PLAUSIBLE
from mesto.domains.lighting.inventory.run import keep_lives
from mesto.domains.lighting.panels import BOARDS, LAYERS, TITLE
from mesto.domains.lighting.presence.run import follow_people
from mesto.kernel.plugin import Domain

domain = Domain(
    name="lighting",
    title=TITLE,
    layers=LAYERS,
    boards=BOARDS,
    checklists={**CHECKLISTS, **OF_FAULTS},
    answers=ANSWERS,
    runs={
        "presence": follow_people,
        "schedules": keep_switching,
        "faults": watch_faults,
        "lives": keep_lives,
    },
    guards=GUARDS,
    plausible=[PLAUSIBLE],
)
