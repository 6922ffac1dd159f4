from pathlib import Path

import mesto.simulator

HOME = Path(mesto.simulator.__file__).parent
LIFE = ("assets", "charging", "devices", "fleets", "inventory", "life", "wire")
PURE = ("assets", "charging", "devices", "fleets", "inventory", "life")
IMPURE = ("asyncio", "socket", "aiohttp", "aiomqtt", "import time", "import random")


def imports(folder: Path) -> dict[str, list[str]]:
    return {
        str(file): [
            line
            for line in file.read_text().splitlines()
            if line.startswith(("import ", "from "))
        ]
        for file in folder.rglob("*.py")
    }


def test_life_speaks_protocols_and_reaches_nothing_of_mesto() -> None:
    single = [file for file in HOME.glob("*.py") if file.name != "town.py"]
    lines = [
        line
        for part in LIFE
        for found in imports(HOME / part).values()
        for line in found
    ]
    lines += [line for file in single for line in file.read_text().splitlines()]
    reached = [
        line for line in lines if line.startswith(("import mesto", "from mesto"))
    ]
    assert reached
    assert all("mesto.simulator" in line for line in reached)


def test_life_is_pure() -> None:
    for part in PURE:
        for file, lines in imports(HOME / part).items():
            for line in lines:
                assert not any(word in line for word in IMPURE), f"{file}: {line}"
