"""Why a station is not told something, in words."""

from typing import Final

from mesto.kernel.words import said

NO_PLACE: Final = said(
    "The station has no such place to charge.",
    "Stanice takové místo k nabíjení nemá.",
    "Stanica také miesto na nabíjanie nemá.",
    "Stanica nema takvo mesto za punjenje.",
)
NO_PLUG: Final = said(
    "This place to charge has no such plug.",
    "Toto místo k nabíjení takový konektor nemá.",
    "Toto miesto na nabíjanie taký konektor nemá.",
    "Ovo mesto za punjenje nema takav priključak.",
)
