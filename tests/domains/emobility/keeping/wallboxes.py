"""Stations that keep profiles as OCPP says, by the PyPI package `ocpp`.

What one may draw at any moment follows from the profiles it holds alone, so that a
test can ask what all would draw if none was ever heard again.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from ocpp import v16
from ocpp.routing import on

MOST_A = 32.0
LOW_V = 207.0  #: of a phase, at the least. Source: EN 50160


def now() -> datetime:
    return datetime.now(UTC)


class Wallbox:
    """What a wallbox holds; its line may come and go."""

    def __init__(self, name: str, *, watts: bool = False) -> None:
        self.name = name
        self.watts = watts  #: it is told watts alone, and draws them from 207 V
        self.default: float | None = None
        self.profile: dict[str, Any] | None = None
        self.transaction: int | None = None
        self.deaf = False  #: hears nothing
        self.dumb = False  #: does what it hears, and answers nothing
        self.told = 0

    def take(self, profile: dict[str, Any]) -> str:
        schedule = profile["charging_schedule"]
        if (schedule["charging_rate_unit"] == "W") != self.watts:
            return "Rejected"
        if profile["charging_profile_purpose"] == "TxDefaultProfile":
            (period,) = schedule["charging_schedule_period"]
            self.default = self.amps(period)
            return "Accepted"
        if profile["transaction_id"] != self.transaction:
            return "Rejected"
        self.profile = schedule
        self.told += 1
        return "Accepted"

    def amps(self, period: dict[str, Any]) -> float:
        """Return what a limit comes to on each of three phases, A."""
        limit = float(period["limit"])
        return limit / (3 * LOW_V) if self.watts else limit

    def draws(self, at: datetime) -> float:
        """Return what it may draw on each phase, A, if it hears nothing until then."""
        if self.transaction is None:
            return 0.0
        if self.profile is None:
            return MOST_A if self.default is None else self.default
        begins = datetime.fromisoformat(self.profile["start_schedule"])
        amps = 0.0
        for period in self.profile["charging_schedule_period"]:
            if begins + timedelta(seconds=period["start_period"]) <= at:
                amps = self.amps(period)
        return min(amps, MOST_A)


def point_of(box: Wallbox) -> type[v16.ChargePoint]:
    """Return the station that speaks for a wallbox."""

    class Point(v16.ChargePoint):
        @on("SetChargingProfile")
        def limit(self, **told: Any) -> Any:
            status = box.take(told["cs_charging_profiles"])
            return v16.call_result.SetChargingProfile(status=status)

        async def route_message(self, raw_msg: str) -> None:
            if not (box.deaf and raw_msg.startswith("[2")):
                await super().route_message(raw_msg)

        async def _send(self, message: str) -> None:
            if not (box.dumb and message.startswith("[3")):
                await super()._send(message)

        async def boot(self) -> None:
            await self.call(
                v16.call.BootNotification(
                    charge_point_vendor="Volt", charge_point_model="W1"
                )
            )
            await self.status("Available")

        async def status(self, status: str) -> None:
            await self.call(
                v16.call.StatusNotification(
                    connector_id=1, error_code="NoError", status=status
                )
            )

        async def plug_in(self, meter_wh: int = 1000) -> None:
            answer = await self.call(
                v16.call.StartTransaction(
                    connector_id=1,
                    id_tag="04AB",
                    meter_start=meter_wh,
                    timestamp=now().isoformat(),
                )
            )
            box.transaction = answer.transaction_id
            await self.status("Charging")

        async def plug_out(self, meter_wh: int = 3000) -> None:
            number, box.transaction, box.profile = box.transaction, None, None
            await self.call(
                v16.call.StopTransaction(
                    transaction_id=number,
                    meter_stop=meter_wh,
                    timestamp=now().isoformat(),
                )
            )
            await self.status("Available")

    return Point
