"""What is said about the light of a town, in words. Pure."""

from mesto.kernel.plugin import Text


def too_dark(least: float, lighting_class: str, until: str) -> Text:
    """Say that an order undercuts the floor.

    least: share of the full light; until: what the clock shows then
    """
    level = f"{100 * least:.0f}"
    of = f" {lighting_class}" if lighting_class else ""
    return {
        "en": f"While it is dark, a street of class{of} is never lit less than "
        f"{level} %: until {until}."
        if of
        else f"While it is dark, no lamp burns less than {level} %: until {until}.",
        "cs": f"Za tmy se ulice třídy{of} nesvítí méně než na {level} %: do {until}."
        if of
        else f"Za tmy žádné svítidlo nesvítí méně než na {level} %: do {until}.",
        "sk": f"Za tmy sa ulica triedy{of} nesvieti menej ako na {level} %: do {until}."
        if of
        else f"Za tmy žiadne svietidlo nesvieti menej ako na {level} %: do {until}.",
        "sr-Latn": f"Dok je mrak, ulica klase{of} ne svetli ispod {level} %: "
        f"do {until}."
        if of
        else f"Dok je mrak, nijedna svetiljka ne svetli ispod {level} %: do {until}.",
    }
