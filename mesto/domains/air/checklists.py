"""What is ticked off at measuring stations."""

from mesto.kernel.checklist import Checklist, Step

CHECKLISTS = {
    "air-sensor-service": Checklist(
        title={
            "en": "Air sensor service",
            "cs": "Servis čidla ovzduší",
            "sk": "Servis snímača ovzdušia",
            "sr-Latn": "Servis senzora vazduha",
        },
        work=("inspection", "maintenance", "cleaning"),
        types=("AirQualityObserved",),
        steps=(
            Step(
                text={
                    "en": "Clean the inlet",
                    "cs": "Vyčistit nasávání",
                    "sk": "Vyčistiť nasávanie",
                    "sr-Latn": "Očistiti usis",
                },
            ),
            Step(
                text={
                    "en": "Replace the filter",
                    "cs": "Vyměnit filtr",
                    "sk": "Vymeniť filter",
                    "sr-Latn": "Zameniti filter",
                },
            ),
            Step(
                text={
                    "en": "Reading beside a reference device",
                    "cs": "Hodnota vedle referenčního přístroje",
                    "sk": "Hodnota vedľa referenčného prístroja",
                    "sr-Latn": "Vrednost pored referentnog uređaja",
                },
                wants="number",
                unit="µg/m³",
            ),
        ),
    ),
}
