"""What connections show, and how stations hang on them."""

from typing import Final

from mesto.domains.emobility.nouns import (
    CONNECTION_KIND,
    GRID_CONNECTION,
    LIMITS,
    MOST_CURRENT,
    MOST_POWER,
    OF_CONNECTION,
)
from mesto.kernel.plugin import Field, Layer, Relation
from mesto.kernel.verdict import judge_still
from mesto.kernel.words import said

HANGS_ON: Final = Relation(
    attribute=OF_CONNECTION,
    title=said("Hangs on", "Připojeno k", "Pripojené k", "Priključeno na"),
    back=said("Carries", "Napájí", "Napája", "Napaja"),
)


CONNECTION: Final = Layer(
    type=GRID_CONNECTION,
    title=said(
        "Grid connections",
        "Připojení k síti",
        "Pripojenia k sieti",
        "Priključci na mrežu",
    ),
    icon="feeder",
    main=MOST_CURRENT,
    drawn=False,
    judge=judge_still,
    relations=[HANGS_ON],
    fields=[
        Field(
            attribute=MOST_CURRENT,
            title=said(
                "Carries, a phase", "Unese na fázi", "Unesie na fázu", "Nosi po fazi"
            ),
            limits=(0, 10_000),
            unit="A",
        ),
        Field(
            attribute=MOST_POWER,
            title=said("Carries", "Unese", "Unesie", "Nosi"),
            limits=(0, 10_000),
            unit="kW",
        ),
        Field(
            attribute=LIMITS,
            title=said(
                "By hours and days",
                "Podle hodin a dnů",
                "Podľa hodín a dní",
                "Po satima i danima",
            ),
        ),
        Field(
            attribute=CONNECTION_KIND,
            title=said("Kind", "Druh", "Druh", "Vrsta"),
            words={
                "transformer": said(
                    "transformer", "transformátor", "transformátor", "transformator"
                ),
                "feeder": said("feeder", "vývod", "vývod", "vod"),
                "cabinet": said("cabinet", "rozvaděč", "rozvádzač", "ormar"),
            },
        ),
    ],
)
