"""`mesto accept`: documented checks of a gateway, a lamp or a charging station."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID, uuid4
from zoneinfo import available_timezones

import msgspec
import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from mesto.acceptance import words
from mesto.acceptance.finding import Finding, Protocol, Text, Verdict
from mesto.acceptance.lamp.session import Demands
from mesto.acceptance.lamp.trial import Trial as LampTrial
from mesto.acceptance.lamp.trial import try_lamp
from mesto.acceptance.ocpp.session import Pace as ChargingPace
from mesto.acceptance.ocpp.trial import Trial as StationTrial
from mesto.acceptance.ocpp.trial import try_station
from mesto.acceptance.page import html_of
from mesto.acceptance.paper import document_of, result_of
from mesto.acceptance.talq.session import Pace
from mesto.acceptance.talq.trial import Trial, try_gateway
from mesto.cli import console
from mesto.kernel.errors import Malformed
from mesto.operations.reports.pdf import write_pdf

NOT_MET = 1  #: the exit code when a demand is not met
_COLOURS = {Verdict.PASSED: "green", Verdict.FAILED: "bold red"}

#: What is told of a trial: checks done, of how many, and the last finding.
_Told: TypeAlias = Callable[[int, int, Finding | None], None]

app = typer.Typer(
    help="Try what a town is about to buy, and write a protocol of it.",
    no_args_is_help=True,
)
Language = Annotated[
    Literal["en", "cs", "sk", "sr-Latn", "sr-Cyrl"],
    typer.Option(help="Of the protocol."),
]
Out = Annotated[Path, typer.Option(help="Folder for the protocol: HTML, PDF and JSON.")]
Only = Annotated[
    str, typer.Option(help="Names of checks, with commas between; else all.")
]
Zone = Annotated[str, typer.Option(help="Time zone of the protocol.")]


@app.command("talq")
def talq(
    url: Annotated[str, typer.Argument(help="Where the gateway listens.")],
    *,
    client_address: Annotated[
        str,
        typer.Option(help="UUID of the CMS which the gateway knows; else a new one."),
    ] = "",
    listen: Annotated[
        str, typer.Option(help="HOST:PORT where we are the CMS; port 0: any.")
    ] = "127.0.0.1:0",
    public: Annotated[
        str, typer.Option(help="URL by which the gateway reaches us, if another.")
    ] = "",
    lamp: Annotated[str, typer.Option(help="Address of the lamp to try.")] = "",
    point: Annotated[
        bool,
        typer.Option(
            "--point/--no-point",
            help="Write cmsUri for the time of the trial, or leave that to you.",
        ),
    ] = True,
    within: Annotated[
        float, typer.Option(min=0.1, help="Seconds within which things must happen.")
    ] = 60.0,
    hold: Annotated[
        float, typer.Option(min=0.5, help="Seconds of an override that expires.")
    ] = 20.0,
    quiet: Annotated[
        float, typer.Option(min=0.1, help="Seconds in which nothing must come.")
    ] = 5.0,
    only: Only = "",
    key: Annotated[
        str, typer.Option(envvar="MESTO_ACCEPT_KEY", help="Bearer token it wants.")
    ] = "",
    language: Language = "en",
    out: Out = Path(),
    zone: Zone = "Europe/Prague",
) -> None:
    """Try a TALQ 2.7.1 gateway against the profile `lighting`.

    Leaves with 0 when no demand failed, with 1 otherwise.
    """
    host, _, port = listen.rpartition(":")
    trial = Trial(
        url=url,
        client=_client(client_address),
        pace=Pace(within_s=within, hold_s=hold, quiet_s=quiet),
        host=host or "127.0.0.1",
        port=_port(port),
        public=public,
        lamp=lamp,
        points=point,
        only=_names(only),
        key=key,
    )
    _try(partial(try_gateway, trial), "accept-talq", out, language, zone)


@app.command("lamp")
def lamp(
    serial: Annotated[str, typer.Argument(help="Serial number, or DevEUI.")],
    *,
    profile: Annotated[
        Literal["mqtt", "nas-ul20xx"], typer.Option(help="How the controller speaks.")
    ],
    broker: Annotated[
        str,
        typer.Option(
            envvar="MESTO_ACCEPT_BROKER", help="mqtt://USER:PASSWORD@HOST:PORT"
        ),
    ] = "mqtt://127.0.0.1:1883",
    within: Annotated[
        float, typer.Option(min=0.1, help="Seconds within which an order is obeyed.")
    ] = 60.0,
    every: Annotated[
        float, typer.Option(min=0.1, help="Seconds between two reports.")
    ] = 1800.0,
    rated: Annotated[
        float, typer.Option(min=0, help="W at full light; 0: not demanded.")
    ] = 0.0,
    tolerance: Annotated[
        float, typer.Option(min=0, max=1, help="Share by which it may differ.")
    ] = 0.1,
    standby: Annotated[
        float, typer.Option(min=0, help="Most it may draw in the dark, W.")
    ] = 1.0,
    failure: Annotated[
        bool,
        typer.Option("--failure", help="You will disconnect the lamp when asked."),
    ] = False,
    only: Only = "",
    language: Language = "en",
    out: Out = Path(),
    zone: Zone = "Europe/Prague",
) -> None:
    """Try a lamp controller through the broker it speaks at.

    Leaves with 0 when no demand failed, with 1 otherwise.
    """
    trial = LampTrial(
        broker=broker,
        profile=profile,
        serial=serial.lower() if profile != "mqtt" else serial,
        demands=Demands(
            within_s=within,
            every_s=every,
            rated_w=rated,
            tolerance=tolerance,
            standby_w=standby,
        ),
        breaks=partial(_ask_to_break, language) if failure else None,
        only=_names(only),
    )
    _try(partial(try_lamp, trial), "accept-lamp", out, language, zone)


@app.command("ocpp")
def ocpp(
    identity: Annotated[str, typer.Argument(help="What the station calls itself.")],
    *,
    version: Annotated[
        Literal["1.6", "2.0.1"], typer.Option(help="Of OCPP, which it shall speak.")
    ] = "2.0.1",
    listen: Annotated[
        str, typer.Option(help="HOST:PORT where it dials in; port 0: any.")
    ] = "127.0.0.1:9220",
    password: Annotated[
        str,
        typer.Option(
            envvar="MESTO_ACCEPT_PASSWORD", help="It proves itself by; else by none."
        ),
    ] = "",
    certificate: Annotated[
        Path | None, typer.Option(help="Of ours, with its chain, PEM; else no TLS.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="Of the certificate, PEM, if in another file.")
    ] = None,
    card: Annotated[str, typer.Option(help="Number that may charge.")] = "MESTO-TRIAL",
    evse: Annotated[
        int, typer.Option(min=1, help="Where a car, or a tester, is connected.")
    ] = 1,
    within: Annotated[
        float, typer.Option(min=0.1, help="Seconds within which things must happen.")
    ] = 60.0,
    every: Annotated[
        float, typer.Option(min=1, help="Seconds between two readings of the meter.")
    ] = 10.0,
    quiet: Annotated[
        float, typer.Option(min=0.1, help="Seconds without a line, or without a word.")
    ] = 20.0,
    heartbeat: Annotated[
        int, typer.Option(min=1, help="Seconds between two heartbeats.")
    ] = 10,
    hands: Annotated[
        bool, typer.Option("--hands", help="You stand at the station and lend a hand.")
    ] = False,
    only: Only = "",
    language: Language = "en",
    out: Out = Path(),
    zone: Zone = "Europe/Prague",
) -> None:
    """Try a charging station, as the central system it dials in to.

    Leaves with 0 when no demand failed, with 1 otherwise.
    """
    host, _, port = listen.rpartition(":")
    scheme = "ws" if certificate is None else "wss"

    def opened(number: int) -> None:
        place = f"{scheme}://{host or '127.0.0.1'}:{number}/{identity}"
        console.err.print(f"[dim]{place}[/]")

    def asks(what: Text) -> None:
        typer.prompt(f"{what[language]} [Enter]", default="", show_default=False)

    trial = StationTrial(
        identity=identity,
        protocol=f"ocpp{version}",
        pace=ChargingPace(within_s=within, every_s=every, quiet_s=quiet),
        card=card,
        evse=evse,
        heartbeat_s=heartbeat,
        host=host or "127.0.0.1",
        port=_port(port),
        password=password,
        certificate=certificate,
        key=key,
        hands=asks if hands else None,
        opened=opened,
        only=_names(only),
    )
    _try(partial(try_station, trial), "accept-ocpp", out, language, zone)


def _try(
    trying: Callable[[_Told], Coroutine[Any, Any, Protocol]],
    name: str,
    out: Path,
    language: str,
    zone: str,
) -> None:
    """Try something, show how far it is, and leave with the code of its protocol."""
    _zone(zone)
    with _progress(language) as told:
        protocol = asyncio.run(trying(told))
    _finish(protocol, name, out, language, zone)


def _ask_to_break(language: str) -> None:
    asked = words.BREAK[language]
    typer.prompt(f"{asked} [Enter]", default="", show_default=False)


@contextmanager
def _progress(language: str) -> Iterator[_Told]:
    """Show a bar and a line for each check; give what it is to be called with."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console.err, transient=True) as progress:
        task = progress.add_task("", total=None)

        def told(done: int, of: int, last: Finding | None) -> None:
            progress.update(task, completed=done, total=of)
            if last is not None:
                progress.console.print(_line(last, language))

        yield told


def _line(one: Finding, language: str) -> str:
    colour = _COLOURS.get(one.verdict, "dim")
    said = words.VERDICTS[one.verdict][language]
    why = "" if one.why is None else f"\n      {escape(one.why.said(language))}"
    sign = words.SIGNS[one.verdict]
    title = escape(one.title[language])
    return f"[{colour}]{sign} {one.name:<4}[/] {title}: [{colour}]{said}[/]{why}"


def _finish(protocol: Protocol, name: str, out: Path, language: str, zone: str) -> None:
    """Write the protocol, say what came of it, and leave with its code."""
    out.mkdir(parents=True, exist_ok=True)
    page = out / f"{name}.html"
    page.write_text(html_of(protocol, language, zone))
    paper = write_pdf(document_of(protocol, language, zone))
    (out / f"{name}.pdf").write_bytes(paper)
    (out / f"{name}.json").write_bytes(msgspec.json.encode(protocol))
    console.out.print(result_of(protocol, language))
    console.out.print(f"{page.resolve()}, .pdf, .json", soft_wrap=True)
    if not protocol.accepted:
        raise typer.Exit(NOT_MET)


def _client(text: str) -> str:
    """Return a UUID; a new one where none is given. Raises Malformed."""
    try:
        return str(UUID(text)) if text else str(uuid4())
    except ValueError:
        raise Malformed(f"{text} is no UUID") from None


def _names(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _port(text: str) -> int:
    """Read a port. Raises Malformed."""
    try:
        return int(text)
    except ValueError:
        raise Malformed(f"write HOST:PORT, not {text}") from None


def _zone(name: str) -> None:
    """Prove that there is a time zone. Raises Malformed."""
    if name not in available_timezones():
        raise Malformed(f"there is no time zone {name}")
