"""What the console may ask of a municipality, and who may. A table."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

from starlette.requests import Request
from starlette.responses import Response

from mesto.kernel.access.rights import Verb
from mesto.kernel.plugin import Answers, Domain
from mesto.web import (
    account,
    alarms,
    api,
    asset_page,
    asset_past,
    connections,
    dampings,
    documents,
    escalation,
    importing,
    log,
    orders,
    quarantine,
    replay,
    session,
    settings,
    subscribed,
    workbench,
)
from mesto.web.audit import acts, proof
from mesto.web.boards import answers as boards
from mesto.web.calendars import answers as calendars
from mesto.web.commands import guarded, interlocks
from mesto.web.commands import many as bulks
from mesto.web.live import stream_events
from mesto.web.notifications import own, town
from mesto.web.people import keys, members, personal, roles
from mesto.web.reports import answers as reports
from mesto.web.reports import made, previews
from mesto.web.scenarios import answers as scenarios
from mesto.web.scenarios import doings, hooks, rehearse
from mesto.web.tables import answers as tables
from mesto.web.tables.export import export_history, export_table
from mesto.web.work import answers as work
from mesto.web.work import checklists, many

#: Answers below /api/{city}, by what who asks has to be allowed, path and method. What
#: is read and written is held against the rights once more, one by one, by the city.
ANSWERS: Answers = {
    Verb.SEE: (
        ("map", "GET", api.show_map),
        ("tiles/{z:int}/{x:int}/{y:int}.mvt", "GET", api.show_tile),
        ("state", "GET", api.show_state),
        ("events", "GET", stream_events),
        ("assets/{number:int}", "GET", asset_page.show_asset),
        ("assets/{number:int}/relations", "GET", asset_page.show_relations),
        ("assets/{number:int}/relations/{relation}", "GET", asset_page.show_members),
        ("assets/{number:int}/history", "GET", asset_past.show_history),
        ("assets/{number:int}/states", "GET", asset_past.show_states),
        ("assets/{number:int}/observations", "GET", asset_past.show_observations),
        (
            "assets/{number:int}/observations.csv",
            "GET",
            asset_past.export_observations,
        ),
        ("assets/{number:int}/log", "GET", log.show_log),
        ("assets/{number:int}/commands", "GET", orders.show_commands),
        ("within", "GET", api.show_within),
        ("search", "GET", api.search),
        ("abnormal", "GET", api.show_abnormal),
        ("alarms", "GET", alarms.show_alarms),
        ("alarms.csv", "GET", alarms.export_alarms),
        ("alarms/counts", "GET", alarms.show_counts),
        ("alarms/steps/{number:int}", "GET", alarms.show_steps),
        ("alarms/damping", "GET", dampings.show_dampings),
        ("commands/waiting", "GET", guarded.show_waiting),
        ("commands/held", "GET", guarded.show_held),
        ("bulks", "GET", bulks.show_many),
        ("bulks/{number}", "GET", bulks.show_one_of_many),
        ("bulks/{number}/failed", "GET", bulks.show_failed),
        ("interlocks", "GET", interlocks.show_interlocks),
        ("past", "GET", replay.show_filmed),
        ("past/state", "GET", replay.show_state_then),
        ("past/changes", "GET", replay.show_changes),
        ("past/abnormal", "GET", replay.show_abnormal_then),
        ("past/assets/{number:int}", "GET", replay.show_asset_then),
        ("past/tiles/{z:int}/{x:int}/{y:int}.mvt", "GET", replay.show_tile_then),
        ("tables/{type}", "GET", tables.show_table),
        ("tables/{type}/rows", "GET", tables.show_rows),
        ("tables/{type}/columns", "GET", tables.show_columns),
        ("tables/{type}/values", "GET", tables.show_values),
        ("tables/{type}/export", "POST", export_table),
        ("tables/{type}/history", "POST", export_history),
        ("work-orders", "GET", work.show_work),
        ("work-orders/{name}", "GET", work.show_order),
        ("work-orders/{name}/pictures/{digest}", "GET", work.show_picture),
        ("checklists", "GET", checklists.show_checklists),
        ("documents/{kind}", "GET", documents.show_documents),
        ("boards", "GET", boards.show_boards),
        ("panels", "POST", boards.show_panels),
        ("reports", "GET", reports.show_reports),
        ("reports/{name}/runs", "GET", made.show_runs),
        ("reports/{name}/runs/{run:uuid}/{file}", "GET", made.hand_out),
        ("municipality", "GET", settings.show_municipality),
        ("calendars", "GET", calendars.show_calendars),
        ("calendars/check", "POST", calendars.check_calendar),
        ("calendars/{name}/days", "GET", calendars.show_days),
        ("scenarios", "GET", scenarios.show_scenarios),
        ("scenarios/check", "POST", scenarios.check_scenario),
        ("scenarios/templates", "GET", scenarios.show_templates),
        ("scenarios/try", "POST", doings.try_scenario),
        ("scenarios/rehearse", "POST", rehearse.rehearse_scenario),
        ("scenarios/{name}", "GET", scenarios.show_scenario),
        ("scenarios/{name}/runs", "GET", doings.show_runs),
        ("scenarios/{name}/versions", "GET", scenarios.show_versions),
        ("scenarios/{name}/hook", "GET", hooks.show_hook),
        ("basemap.pmtiles", "GET", api.show_basemap),
        ("notifications/own", "GET", own.show_own),
        ("notifications/own", "PUT", own.keep_own),
        ("notifications/own/try", "POST", own.try_own),
        ("notifications/own/browsers", "POST", own.add_browser),
        ("notifications/own/browsers/{number}", "DELETE", own.remove_browser),
    ),
    Verb.RECORD: (
        ("import", "POST", importing.import_upload),
        ("import/guess", "POST", importing.guess_import),
        ("alarms/handled", "POST", alarms.handle_alarms),
        ("alarms/damping/{type}", "PUT", dampings.keep_damping),
        ("alarms/damping/{type}", "DELETE", dampings.drop_damping),
        ("escalation", "GET", escalation.show_escalation),
        ("escalation/recipients", "GET", escalation.show_recipients),
        ("escalation/{kind}/{name}", "PUT", escalation.keep_escalation),
        ("escalation/{kind}/{name}", "DELETE", escalation.drop_escalation),
        ("work-orders", "POST", many.open_many),
        ("work-orders/said", "POST", many.say_of_many),
        ("work-orders/{name}", "PUT", work.open_one),
        ("work-orders/{name}/said", "POST", work.say_of_one),
        ("pictures/{digest}", "PUT", work.keep_picture),
        ("crews/{name}", "PUT", work.keep_crew),
        ("crews/{name}", "DELETE", work.drop_crew),
        ("checklists/{name}", "PUT", checklists.keep_checklist),
        ("checklists/{name}", "DELETE", checklists.drop_checklist),
        ("documents/{kind}/{id}", "PUT", documents.keep_document),
        ("documents/{kind}/{id}", "DELETE", documents.drop_document),
        ("interlocks/try", "POST", interlocks.try_interlock),
        ("interlocks/{name}", "PUT", interlocks.keep_interlock),
        ("interlocks/{name}", "DELETE", interlocks.drop_interlock),
        ("calendars/{name}", "PUT", calendars.keep_calendar),
        ("calendars/{name}", "DELETE", calendars.drop_calendar),
        ("reports/{name}", "PUT", reports.keep_report),
        ("reports/{name}", "DELETE", reports.drop_report),
        ("reports/{name}/restore", "POST", reports.restore_report),
        ("reports/{name}/runs", "POST", made.make_now),
        ("reports/preview/{language}", "POST", previews.preview),
        ("reports/times", "POST", previews.foretell),
        ("scenarios/{name}", "PUT", scenarios.keep_scenario),
        ("scenarios/{name}", "DELETE", scenarios.drop_scenario),
        ("scenarios/{name}/stage", "PUT", scenarios.set_stage),
        ("scenarios/{name}/restore", "POST", scenarios.restore_scenario),
        ("scenarios/{name}/hook", "PUT", hooks.make_hook),
        ("scenarios/{name}/hook", "DELETE", hooks.end_hook),
    ),
    Verb.COMMAND: (
        ("assets/{number:int}/commands", "POST", orders.give_order),
        ("commands/waiting/{number}", "POST", guarded.decide),
        ("commands/held/{number}", "POST", guarded.end),
        ("bulks/preview", "POST", bulks.preview),
        ("bulks/{number}", "PUT", bulks.give_many),
        ("bulks/{number}", "POST", bulks.decide_many),
        ("bulks/{number}/stop", "POST", bulks.stop_many),
        ("bulks/{number}/end", "POST", bulks.end_many),
        ("scenarios/{name}/start", "POST", doings.start_scenario),
        ("scenarios/{name}/hook", "POST", doings.hear_hook),
    ),
    Verb.CONNECT: (
        ("connections", "GET", connections.show_connections),
        ("connections/{name}", "GET", connections.show_connection),
        ("connections/{name}", "PUT", connections.keep_connection),
        ("connections/{name}", "PATCH", connections.switch_connection),
        ("connections/{name}", "DELETE", connections.remove_connection),
        ("connections/{name}/expected", "PUT", connections.expect_messages),
        ("connections/{name}/restore", "POST", connections.restore_connection),
        ("connections/{name}/messages", "GET", workbench.show_messages),
        ("gates", "GET", workbench.show_gates),
        ("try", "POST", workbench.try_settings),
        ("quarantine", "GET", quarantine.show_quarantine),
        ("quarantine/causes", "GET", quarantine.show_causes),
        ("quarantine/replay", "POST", quarantine.replay_some),
        ("quarantine/discard", "POST", quarantine.discard_some),
        ("quarantine/take-back", "POST", quarantine.take_back),
        ("quarantine/{number:int}", "GET", quarantine.show_message),
        ("quarantine/{number:int}", "DELETE", quarantine.discard),
        ("quarantine/{number:int}/payload", "GET", quarantine.show_payload),
        ("quarantine/{number:int}/replay", "POST", quarantine.replay),
        ("subscriptions", "GET", subscribed.show_subscriptions),
        ("subscriptions/given-up", "GET", subscribed.show_given_up),
        ("subscriptions/send-again", "POST", subscribed.send_again),
        ("subscriptions/drop", "POST", subscribed.drop),
        ("subscriptions/take-back", "POST", subscribed.take_back),
    ),
    Verb.GOVERN: (
        ("people", "GET", members.show_people),
        ("people", "POST", members.add_person),
        ("people/{number:int}/roles", "PUT", members.give_roles),
        ("people/{number:int}/link", "POST", members.invite),
        ("people/{number:int}/disabled", "PUT", members.switch),
        ("people/{number:int}", "DELETE", members.let_go),
        ("roles", "GET", roles.show_roles),
        ("roles/{name}", "PUT", roles.keep_role),
        ("roles/{name}", "DELETE", roles.drop_role),
        ("why", "GET", roles.explain),
        ("keys", "GET", keys.show_keys),
        ("keys", "POST", keys.make_key),
        ("keys/{number}", "DELETE", keys.withdraw_key),
        ("targets/{name}", "PUT", boards.set_target),
        ("municipality/{field}", "PUT", settings.change_municipality),
        ("acts", "GET", acts.show_acts),
        ("acts.csv", "GET", acts.export_acts),
        ("proof", "GET", proof.show_proof),
        ("personal/{login}", "GET", personal.show_kept),
        ("personal/{login}/preview", "GET", personal.preview),
        ("personal/{login}", "DELETE", personal.forget),
        ("retention", "GET", settings.show_retention),
        ("retention", "PUT", settings.change_retention),
        ("notifications/channels", "GET", town.show_channels),
        ("notifications/channels/{name}", "PUT", town.keep_channel),
        ("notifications/channels/{name}", "DELETE", town.remove_channel),
        ("notifications/channels/{name}/try", "POST", town.try_channel),
        ("notifications/messages", "GET", town.show_messages),
        ("notifications/messages/{number}/again", "POST", town.send_message_again),
    ),
}

#: Answers below /api/session: of who asks, in whatever municipality.
OWN: Sequence[tuple[str, str, Callable[[Request], Awaitable[Response]]]] = (
    ("", "POST", session.enter),
    ("", "GET", session.show),
    ("", "DELETE", session.leave),
    ("/provider", "GET", session.leave_for_provider),
    ("/provider/back", "GET", session.come_back),
    ("/eyes", "PUT", session.see_as),
    ("/links/{word}", "GET", session.show_invitation),
    ("/account", "PUT", account.rename),
    ("/password", "PUT", account.change_password),
    ("/codes", "POST", account.offer_codes),
    ("/codes", "PUT", account.ask_for_codes),
    ("/codes", "DELETE", account.ask_for_no_codes),
    ("/personal", "GET", personal.show_own),
    ("/all", "GET", account.show_sessions),
    ("/all/{number}", "DELETE", account.end_session),
)


def every_answer(
    domains: Sequence[Domain],
) -> Iterator[tuple[Verb, str, str, api.Answer]]:
    """Yield every answer below /api/{city}: verb, path, method and function."""
    for below, answers in (
        ("", ANSWERS),
        *((f"{d.name}/", d.answers) for d in domains),
    ):
        for verb, those in answers.items():
            for path, method, answer in those:
                yield verb, below + path, method, answer
