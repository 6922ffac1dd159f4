"""`mesto simulate-talq`: a TALQ gateway with a street of lamps, for trying a CMS."""

from typing import Annotated

import typer

from mesto.simulator.talq.__main__ import main
from mesto.simulator.talq.manners import Misdeed


def simulate_talq(
    *,
    port: Annotated[int, typer.Option(help="Where to listen; 0: any.")] = 0,
    cms: Annotated[
        str, typer.Option(help="URI of the CMS; none: wait until one names itself.")
    ] = "",
    cms_address: Annotated[
        str, typer.Option(help="UUID of the CMS; none: anyone's.")
    ] = "",
    lamps: Annotated[int, typer.Option(min=1, max=10_000, help="In its street.")] = 8,
    speed: Annotated[float, typer.Option(min=0.1, max=600)] = 1.0,
    misdeed: Annotated[
        list[Misdeed] | None, typer.Option(help="How to misbehave; several are fine.")
    ] = None,
) -> None:
    """Be a TALQ 2.7.1 gateway on this machine; MESTO_SIMULATOR_KEY opens the CMS."""
    main(
        [
            *("--port", str(port), "--lamps", str(lamps), "--speed", str(speed)),
            *("--cms", cms, "--cms-address", cms_address),
            *(part for one in misdeed or () for part in ("--misdeed", one.value)),
        ]
    )
