"""How a post of the PyPI package `ocpp` speaks 1.6 and 2.0.1."""

from datetime import UTC, datetime
from itertools import count
from typing import Any, ClassVar
from uuid import uuid4

from ocpp import v16, v201
from ocpp.routing import on
from ocpp.v16 import call as old
from ocpp.v16 import call_result as old_result
from ocpp.v201 import call as new
from ocpp.v201 import call_result as new_result

from mesto.acceptance.ocpp.checks.obeying import CORE

NUMBERS = count(1)


def now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")


class Tongue:
    """One line of a post."""

    protocol: ClassVar[str]
    busy: ClassVar[str]
    sampled: ClassVar[str]
    settings: ClassVar[tuple[str, ...]]

    def __init__(self, post: Any) -> None:
        super().__init__(post.identity, post.socket)
        self.post = post

    def limit(self, profile: Any, schedule: Any) -> None:
        number = {"TxProfile": 2, "TxDefaultProfile": 1}
        period = schedule["charging_schedule_period"][0]
        purpose = profile["charging_profile_purpose"]
        self.post.limits_w[number.get(purpose, 0)] = float(period["limit"])

    def unlimit(self, profile: int) -> str:
        """Forget a limit, by the number mesto gives it."""
        key = {1: 0, 12: 1, 13: 2}.get(profile)
        return "Accepted" if self.post.limits_w.pop(key, None) else "Unknown"

    def lives(self, transaction: object) -> bool:
        mine = str(transaction) == self.post.transaction
        return mine or "agreeable" in self.post.defects

    def set(self, key: str, value: str, unknown: str) -> str:
        if key in ("AuthorizationKey", "BasicAuthPassword"):
            self.post.password = value
        elif key not in self.post.settings:
            return unknown
        elif not value.isdecimal() and "agreeable" not in self.post.defects:
            return "Rejected"
        else:
            self.post.settings[key] = value if value.isdecimal() else "1"
        return "Accepted"


class Old(Tongue, v16.ChargePoint):
    """A line by 1.6."""

    protocol, busy, sampled = "ocpp1.6", "Charging", "MeterValueSampleInterval"
    settings = CORE

    async def boot(self) -> Any:
        sent = old.BootNotification(
            charge_point_model="Post 2",
            charge_point_vendor="Volt",
            firmware_version="1.0",
        )
        return await self.call(sent)

    async def beat(self) -> None:
        await self.call(old.Heartbeat())

    async def authorize(self, card: str) -> None:
        await self.call(old.Authorize(id_tag=card))

    async def tell_status(self) -> None:
        sent = old.StatusNotification(
            connector_id=1,
            error_code="NoError",
            status=self.post.status(),
            timestamp=now(),
        )
        await self.call(sent)

    async def tell_expired(self, _number: int) -> None: ...

    async def tell_firmware(self) -> None:
        await self.call(old.FirmwareStatusNotification(status="DownloadFailed"))

    async def tell_log(self) -> None:
        await self.call(old.DiagnosticsStatusNotification(status="UploadFailed"))

    @staticmethod
    def begin(post: Any) -> None:
        post.transaction = "new"
        post.kept.append(
            old.StartTransaction(
                connector_id=1,
                id_tag=post.card,
                meter_start=int(post.wh),
                timestamp=now(),
            )
        )

    @staticmethod
    def heard(post: Any, sent: Any, answer: Any) -> None:
        if isinstance(sent, old.StartTransaction) and post.transaction == "new":
            post.transaction = str(answer.transaction_id)

    @staticmethod
    def sample(post: Any) -> None:
        if post.transaction == "new":
            return
        sampled = [
            {"value": str(int(post.wh)), "unit": "Wh"},
            {
                "value": f"{post.power_w:.1f}",
                "measurand": "Power.Active.Import",
                "unit": "W",
            },
        ]
        post.kept.append(
            old.MeterValues(
                connector_id=1,
                transaction_id=int(post.transaction),
                meter_value=[{"timestamp": now(), "sampledValue": sampled}],
            )
        )

    @staticmethod
    def end(post: Any, reason: str, _trigger: str) -> None:
        words = {"Immediate": "HardReset", "OnIdle": "SoftReset"}
        post.kept.append(
            old.StopTransaction(
                transaction_id=int(post.transaction),
                meter_stop=int(post.wh),
                timestamp=now(),
                reason=words.get(reason, reason),
            )
        )

    @on("RemoteStartTransaction")
    def remote_start(self, id_tag: str, **_: Any) -> Any:
        self.post.begin(id_tag)
        self.post.say("status")
        return old_result.RemoteStartTransaction(status="Accepted")

    @on("RemoteStopTransaction")
    def remote_stop(self, transaction_id: int) -> Any:
        lives = self.lives(transaction_id)
        if lives:
            self.post.end("Remote")
            self.post.say("status")
        return old_result.RemoteStopTransaction(
            status="Accepted" if lives else "Rejected"
        )

    @on("SetChargingProfile")
    def set_limit(self, cs_charging_profiles: Any, **_: Any) -> Any:
        self.limit(cs_charging_profiles, cs_charging_profiles["charging_schedule"])
        return old_result.SetChargingProfile(status="Accepted")

    @on("ClearChargingProfile")
    def clear_limit(self, id: int, **_: Any) -> Any:
        return old_result.ClearChargingProfile(status=self.unlimit(id))

    @on("GetCompositeSchedule")
    def schedule(self, connector_id: int, duration: int, **_: Any) -> Any:
        limit = min(self.post.limits_w.values(), default=11_000.0)
        period = {"startPeriod": 0, "limit": limit}
        return old_result.GetCompositeSchedule(
            status="Accepted",
            connector_id=connector_id,
            charging_schedule={
                "duration": duration,
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [period],
            },
        )

    @on("ChangeAvailability")
    def change(self, type: str, **_: Any) -> Any:
        self.post.available = type == "Operative"
        self.post.say("status")
        return old_result.ChangeAvailability(status="Accepted")

    @on("Reset")
    def reset(self, type: str) -> Any:
        self.post.start(self.post.restart("Immediate" if type == "Hard" else "OnIdle"))
        return old_result.Reset(status="Accepted")

    @on("UnlockConnector")
    def unlock(self, connector_id: int) -> Any:
        status = "Unlocked" if connector_id == 1 else "NotSupported"
        return old_result.UnlockConnector(status=status)

    @on("TriggerMessage")
    def trigger(self, **_: Any) -> Any:
        self.post.say("status")
        return old_result.TriggerMessage(status="Accepted")

    async def tell_request(self) -> None:
        await self.call(old.SignCertificate(csr=self.post.request()))

    @on("ExtendedTriggerMessage")
    def ask(self, **_: Any) -> Any:
        self.post.say("request")
        return old_result.ExtendedTriggerMessage(status="Accepted")

    @on("CertificateSigned")
    def take(self, **_: Any) -> Any:
        return old_result.CertificateSigned(status="Accepted")

    @on("GetConfiguration")
    def tell_settings(self, key: Any = ()) -> Any:
        known = [one for one in key or self.post.settings if one in self.post.settings]
        return old_result.GetConfiguration(
            configuration_key=[
                {"key": one, "readonly": False, "value": self.post.settings[one]}
                for one in known
            ],
            unknown_key=[one for one in key if one not in known],
        )

    @on("ChangeConfiguration")
    def change_setting(self, key: str, value: str) -> Any:
        status = self.set(key, value, "NotSupported")
        return old_result.ChangeConfiguration(status=status)

    @on("SendLocalList")
    def take_list(self, list_version: int, **_: Any) -> Any:
        self.post.list_version = list_version
        return old_result.SendLocalList(status="Accepted")

    @on("GetLocalListVersion")
    def tell_list(self) -> Any:
        return old_result.GetLocalListVersion(list_version=self.post.list_version)

    @on("ReserveNow")
    def reserve(self, reservation_id: int, expiry_date: str, **_: Any) -> Any:
        self.post.reserved = reservation_id
        self.post.say("status")
        self.post.start(self.post.expire(expiry_date))
        return old_result.ReserveNow(status="Accepted")

    @on("CancelReservation")
    def cancel(self, reservation_id: int) -> Any:
        mine = self.post.reserved == reservation_id
        if mine:
            self.post.reserved = None
            self.post.say("status")
        return old_result.CancelReservation(status="Accepted" if mine else "Rejected")

    @on("UpdateFirmware")
    def update(self, **_: Any) -> Any:
        self.post.say("firmware")
        return old_result.UpdateFirmware()

    @on("GetDiagnostics")
    def diagnose(self, **_: Any) -> Any:
        self.post.say("log")
        return old_result.GetDiagnostics(file_name="log.txt")

    @on("DataTransfer")
    def transfer(self, **_: Any) -> Any:
        return old_result.DataTransfer(status="UnknownVendorId")


class New(Tongue, v201.ChargePoint):
    """A line by 2.0.1."""

    protocol, busy, sampled = "ocpp2.0.1", "Occupied", "TxUpdatedInterval"
    settings = ("TxUpdatedInterval", "MessageAttempts", "MessageAttemptInterval")

    async def boot(self) -> Any:
        station = {"vendorName": "Volt", "model": "Post 3", "firmwareVersion": "1.0"}
        reason = self.post.boot_reason
        return await self.call(
            new.BootNotification(charging_station=station, reason=reason)
        )

    async def beat(self) -> None:
        if "sloppy" in self.post.defects:
            await self._send('[2,"7","Heartbeat",{"late":true}]')
        await self.call(new.Heartbeat())

    async def authorize(self, card: str) -> None:
        await self.call(new.Authorize(id_token={"idToken": card, "type": "ISO14443"}))

    async def tell_status(self) -> None:
        at = "2001-01-01T00:00:00Z" if "timeless" in self.post.defects else now()
        sent = new.StatusNotification(
            timestamp=at,
            connector_status=self.post.status(),
            evse_id=1,
            connector_id=1,
        )
        await self.call(sent)

    async def tell_expired(self, number: int) -> None:
        await self.call(
            new.ReservationStatusUpdate(
                reservation_id=number, reservation_update_status="Expired"
            )
        )

    async def tell_firmware(self) -> None:
        sent = new.FirmwareStatusNotification(status="DownloadFailed", request_id=1)
        await self.call(sent)

    async def tell_log(self) -> None:
        sent = new.LogStatusNotification(status="UploadFailure", request_id=1)
        await self.call(sent)

    async def tell_report(self) -> None:
        for seq, name in enumerate(self.settings):
            one = {
                "component": {"name": "SampledDataCtrlr"},
                "variable": {"name": name},
                "variableAttribute": [{"value": self.post.settings[name]}],
            }
            await self.call(
                new.NotifyReport(
                    request_id=1,
                    generated_at=now(),
                    seq_no=seq,
                    tbc=seq + 1 < len(self.settings),
                    report_data=[one],
                )
            )

    async def tell_messages(self) -> None:
        found = list(self.post.messages.values())
        await self.call(new.NotifyDisplayMessages(request_id=1, message_info=found))

    @staticmethod
    def _event(post: Any, kind: str, trigger: str, **info: Any) -> None:
        sampled = [
            {"value": post.wh, "unitOfMeasure": {"unit": "Wh"}},
            {"value": post.power_w, "measurand": "Power.Active.Import"},
        ]
        more: dict[str, Any] = {"offline": True} if post.line is None else {}
        if kind == "Started":
            more["id_token"] = {"idToken": post.card, "type": "Central"}
        if kind == "Started" and post.remote_id:
            info["remoteStartId"] = post.remote_id
        post.kept.append(
            new.TransactionEvent(
                event_type=kind,
                timestamp=now(),
                trigger_reason=trigger,
                seq_no=post.seq,
                transaction_info={"transactionId": post.transaction, **info},
                evse={"id": 1, "connectorId": 1},
                meter_value=[{"timestamp": now(), "sampledValue": sampled}],
                **more,
            )
        )
        post.seq += 1

    @staticmethod
    def begin(post: Any) -> None:
        post.transaction = str(uuid4())
        trigger = "RemoteStart" if post.remote_id else "Authorized"
        New._event(post, "Started", trigger, chargingState="Charging")

    @staticmethod
    def heard(post: Any, sent: Any, answer: Any) -> None: ...

    @staticmethod
    def sample(post: Any) -> None:
        New._event(post, "Updated", "MeterValuePeriodic", chargingState="Charging")

    @staticmethod
    def end(post: Any, reason: str, trigger: str) -> None:
        words = {"Immediate": "ImmediateReset", "OnIdle": "ImmediateReset"}
        reason = words.get(reason, reason)
        New._event(post, "Ended", trigger or "ResetCommand", stoppedReason=reason)

    @on("RequestStartTransaction")
    def remote_start(self, id_token: Any, remote_start_id: int, **_: Any) -> Any:
        self.post.begin(id_token["id_token"], remote_start_id)
        self.post.say("status")
        return new_result.RequestStartTransaction(status="Accepted")

    @on("RequestStopTransaction")
    def remote_stop(self, transaction_id: str) -> Any:
        lives = self.lives(transaction_id)
        if lives:
            self.post.end("Remote", "RemoteStop")
            self.post.say("status")
        status = "Accepted" if lives else "Rejected"
        return new_result.RequestStopTransaction(status=status)

    @on("SetChargingProfile")
    def set_limit(self, charging_profile: Any, **_: Any) -> Any:
        self.limit(charging_profile, charging_profile["charging_schedule"][0])
        return new_result.SetChargingProfile(status="Accepted")

    @on("ClearChargingProfile")
    def clear_limit(self, charging_profile_id: int, **_: Any) -> Any:
        status = self.unlimit(charging_profile_id)
        return new_result.ClearChargingProfile(status=status)

    @on("GetCompositeSchedule")
    def schedule(self, evse_id: int, duration: int, **_: Any) -> Any:
        limit = min(self.post.limits_w.values(), default=11_000.0)
        return new_result.GetCompositeSchedule(
            status="Accepted",
            schedule={
                "evseId": evse_id,
                "duration": duration,
                "scheduleStart": now(),
                "chargingRateUnit": "W",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}],
            },
        )

    @on("ChangeAvailability")
    def change(self, operational_status: str, **_: Any) -> Any:
        self.post.available = operational_status == "Operative"
        self.post.say("status")
        return new_result.ChangeAvailability(status="Accepted")

    @on("Reset")
    def reset(self, type: str, **_: Any) -> Any:
        self.post.start(self.post.restart(type))
        return new_result.Reset(status="Accepted")

    @on("UnlockConnector")
    def unlock(self, evse_id: int, **_: Any) -> Any:
        status = "Unlocked" if evse_id == 1 else "UnknownConnector"
        return new_result.UnlockConnector(status=status)

    async def tell_request(self) -> None:
        await self.call(new.SignCertificate(csr=self.post.request()))

    @on("CertificateSigned")
    def take(self, **_: Any) -> Any:
        return new_result.CertificateSigned(status="Accepted")

    @on("TriggerMessage")
    def trigger(self, requested_message: str, **_: Any) -> Any:
        signs = requested_message.startswith("Sign")
        self.post.say("request" if signs else "status")
        return new_result.TriggerMessage(status="Accepted")

    @on("GetVariables")
    def tell_settings(self, get_variable_data: Any) -> Any:
        (wanted,) = get_variable_data
        value = self.post.settings.get(wanted["variable"]["name"])
        said = {"attributeStatus": "UnknownVariable" if value is None else "Accepted"}
        if value is not None:
            said["attributeValue"] = value
        return new_result.GetVariables(get_variable_result=[{**said, **wanted}])

    @on("SetVariables")
    def change_setting(self, set_variable_data: Any) -> Any:
        (wanted,) = set_variable_data
        name, value = wanted["variable"]["name"], wanted.pop("attribute_value")
        status = self.set(name, value, "UnknownVariable")
        found = [{"attributeStatus": status, **wanted}]
        return new_result.SetVariables(set_variable_result=found)

    @on("GetBaseReport")
    def report(self, **_: Any) -> Any:
        self.post.say("report")
        return new_result.GetBaseReport(status="Accepted")

    @on("SendLocalList")
    def take_list(self, version_number: int, **_: Any) -> Any:
        self.post.list_version = version_number
        return new_result.SendLocalList(status="Accepted")

    @on("GetLocalListVersion")
    def tell_list(self) -> Any:
        return new_result.GetLocalListVersion(version_number=self.post.list_version)

    @on("ReserveNow")
    def reserve(self, id: int, expiry_date_time: str, **_: Any) -> Any:
        self.post.reserved = id
        self.post.say("status")
        self.post.start(self.post.expire(expiry_date_time))
        return new_result.ReserveNow(status="Accepted")

    @on("CancelReservation")
    def cancel(self, reservation_id: int) -> Any:
        mine = self.post.reserved == reservation_id
        if mine:
            self.post.reserved = None
            self.post.say("status")
        return new_result.CancelReservation(status="Accepted" if mine else "Rejected")

    @on("UpdateFirmware")
    def update(self, **_: Any) -> Any:
        self.post.say("firmware")
        return new_result.UpdateFirmware(status="Accepted")

    @on("GetLog")
    def log(self, **_: Any) -> Any:
        self.post.say("log")
        return new_result.GetLog(status="Accepted")

    @on("DataTransfer")
    def transfer(self, **_: Any) -> Any:
        return new_result.DataTransfer(status="UnknownVendorId")

    @on("SetDisplayMessage")
    def show(self, message: Any) -> Any:
        self.post.messages[message["id"]] = message
        return new_result.SetDisplayMessage(status="Accepted")

    @on("GetDisplayMessages")
    def tell_shown(self, **_: Any) -> Any:
        self.post.say("messages")
        return new_result.GetDisplayMessages(status="Accepted")

    @on("ClearDisplayMessage")
    def unshow(self, id: int) -> Any:
        del self.post.messages[id]
        return new_result.ClearDisplayMessage(status="Accepted")
