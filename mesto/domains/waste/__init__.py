"""Waste collection: which containers are full, which burn, which sensors fail."""

from mesto.domains.waste.answers import ANSWERS
from mesto.domains.waste.calendars.answers import PUBLIC
from mesto.domains.waste.checklists import CHECKLISTS
from mesto.domains.waste.driving.run import watch_rounds
from mesto.domains.waste.emptyings.run import detect_emptyings
from mesto.domains.waste.forecast.run import keep_outlooks
from mesto.domains.waste.opendata.answers import PUBLIC as OPEN_DATA
from mesto.domains.waste.panels import BOARDS, LAYERS, TITLE
from mesto.domains.waste.planning.run import plan_nightly
from mesto.domains.waste.plausible import PLAUSIBLE
from mesto.domains.waste.reminders.answers import OPEN_ANSWERS as REMINDERS
from mesto.domains.waste.reminders.run import remind_residents
from mesto.domains.waste.replanned.run import reckon_sensors
from mesto.domains.waste.sensors.checklists import CHECKLISTS as OF_SENSORS
from mesto.domains.waste.sensors.run import watch_sensors
from mesto.domains.waste.stickers.hearing import OPEN_ANSWERS as STICKERS
from mesto.kernel.plugin import Domain

domain = Domain(
    name="waste",
    title=TITLE,
    layers=LAYERS,
    boards=BOARDS,
    checklists={**CHECKLISTS, **OF_SENSORS},
    answers=ANSWERS,
    public={**PUBLIC, **OPEN_DATA},
    runs={
        "emptyings": detect_emptyings,
        "forecast": keep_outlooks,
        "plans": plan_nightly,
        "reminders": remind_residents,
        "replanned": reckon_sensors,
        "rounds": watch_rounds,
        "sensors": watch_sensors,
    },
    open_answers=[*STICKERS, *REMINDERS],
    plausible=[PLAUSIBLE],
)
