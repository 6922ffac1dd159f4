/** How a scenario is written: what sets it off, whether it is so, and what is done then. */

import type { Kind, Slot } from "../../parts/form/grammar";

const ATTRIBUTE: Slot = { name: "attribute", title: "scenAttribute", as: "choice", from: "attributes" };
const CALENDAR: Slot = { name: "calendar", title: "scenWhile", as: "choice", from: "calendarsOrNone" };
const FOR: Slot = { name: "for_s", title: "scenFor", as: "length" };
const SEVERITY: Slot = { name: "severity", title: "scenSeverity", as: "choice", from: "severities" };
const THAT: Slot = { name: "that", title: "scenThat", as: "own", own: "expression" };

export const TRIGGERS: Kind[] = [
  {
    is: "threshold",
    title: "scenWhen_threshold",
    slots: [
      ATTRIBUTE,
      { name: "above", title: "scenLimit", as: "own", own: "limit" },
      { name: "back", title: "scenBack", as: "value" },
      FOR,
    ],
    blank: { attribute: "", above: 0, for_s: 0 },
  },
  { is: "change", title: "scenWhen_change", slots: [ATTRIBUTE, { name: "to", title: "scenTo", as: "own", own: "values" }], blank: { attribute: "" } },
  { is: "silence", title: "scenWhen_silence", slots: [ATTRIBUTE, FOR], blank: { attribute: "", for_s: 3600 } },
  { is: "alarm", title: "scenWhen_alarm", slots: [{ name: "state", title: "scenAlarmState", as: "choice", from: "alarmStates" }, { name: "severities", title: "scenSeverities", as: "many", from: "severities" }], blank: { state: "raised" } },
  { is: "schedule", title: "scenWhen_schedule", slots: [{ name: "at", title: "scenTimes", as: "lines", hint: "scenTimesHint" }, CALENDAR], blank: { at: ["07:00"] } },
  {
    is: "sun",
    title: "scenWhen_sun",
    slots: [
      {
        name: "moment",
        title: "calPhase",
        as: "group",
        slots: [
          { name: "phase", title: "calPhase", as: "choice", from: "phases" },
          { name: "offset_min", title: "calOffset", as: "number" },
        ],
      },
      CALENDAR,
    ],
    blank: { moment: { phase: "dusk", offset_min: 0 } },
  },
  {
    is: "geofence",
    title: "scenWhen_geofence",
    slots: [
      { name: "goes", title: "scenGoes", as: "choice", from: "goes" },
      { name: "area", title: "scenArea", as: "own", own: "area" },
    ],
    blank: { goes: "in", area: {} },
  },
  { is: "webhook", title: "scenWhen_webhook", slots: [{ name: "hook", title: "hookTitle", as: "own", own: "hook" }], blank: {} },
  { is: "hand", title: "scenWhen_hand", slots: [], blank: {} },
];

const COMPARED: Slot[] = [
  { name: "operator", title: "scenComparison", as: "choice", from: "comparisons" },
  { name: "value", title: "scenValue", as: "value" },
];

export const CONDITIONS: Kind[] = [
  { is: "compare", title: "scenIf_compare", slots: [ATTRIBUTE, ...COMPARED], blank: { attribute: "", operator: "==", value: 0 } },
  { is: "expression", title: "scenIf_expression", slots: [THAT], blank: { that: "value == 0" } },
  {
    is: "calendar",
    title: "scenIf_calendar",
    slots: [
      { name: "name", title: "calendar", as: "choice", from: "calendars" },
      { name: "holds", title: "scenCalendarHolds", as: "tick" },
    ],
    blank: { name: "", holds: true },
  },
  { is: "table", title: "scenIf_table", slots: [{ name: "decision", title: "scenIf_table", as: "own", own: "decision" }], blank: { decision: {} } },
];

/** What an expression is made of, as far as it is no more than comparisons. */
export const LOGIC: Kind[] = [
  {
    is: "compare",
    title: "scenLogic_compare",
    slots: [
      { name: "attribute", title: "scenOf", as: "choice", from: "subjects" },
      ...COMPARED,
    ],
    blank: { attribute: "value", operator: "==", value: 0 },
  },
  { is: "all", title: "scenLogic_all", slots: [{ name: "of", title: "scenTest", as: "parts", of: "logic" }], blank: { of: [] } },
  { is: "any", title: "scenLogic_any", slots: [{ name: "of", title: "scenTest", as: "parts", of: "logic" }], blank: { of: [] } },
  {
    is: "not",
    title: "scenLogic_not",
    slots: [{ name: "of", title: "calNotOf", as: "part", of: "logic" }],
    blank: { of: { is: "compare", attribute: "value", operator: "==", value: 0 } },
  },
];

export const ACTIONS: Kind[] = [
  {
    is: "notify",
    title: "scenThen_notify",
    slots: [
      { name: "to", title: "scenRecipients", as: "lines", hint: "scenRecipientsHint" },
      SEVERITY,
      { name: "subject", title: "scenSubject", as: "words", hint: "scenTextHint" },
      { name: "body", title: "scenBody", as: "words" },
    ],
    blank: { to: [], subject: {}, severity: "medium" },
  },
  {
    is: "work",
    title: "scenThen_work",
    slots: [
      { name: "title", title: "scenWorkTitle", as: "line", hint: "scenTextHint" },
      { name: "description", title: "scenDescription", as: "line" },
      { name: "priority", title: "scenPriority", as: "choice", from: "priorities" },
      { name: "to", title: "scenWorkTo", as: "line", hint: "scenWorkToHint" },
      { name: "due_s", title: "scenDue", as: "length" },
      { name: "type", title: "workType", as: "choice", from: "workTypes" },
      { name: "checklist", title: "workTaken", as: "choice", from: "checklistsOrFitting" },
    ],
    blank: { title: "", type: "repair", priority: "normal" },
  },
  {
    is: "raise",
    title: "scenThen_raise",
    slots: [SEVERITY, { name: "description", title: "scenDescription", as: "words", hint: "scenTextHint" }],
    blank: { severity: "medium", description: {} },
  },
  { is: "clear", title: "scenThen_clear", slots: [{ name: "scenario", title: "scenRaisedBy", as: "choice", from: "scenariosOrThis" }], blank: {} },
  {
    is: "command",
    title: "scenThen_command",
    slots: [
      { name: "command", title: "scenCommand", as: "choice", from: "commands" },
      { name: "value", title: "scenValue", as: "value" },
      { name: "target", title: "scenTarget", as: "line", hint: "scenTargetHint" },
    ],
    blank: { command: "" },
  },
  { is: "start", title: "scenThen_start", slots: [{ name: "scenario", title: "scenario", as: "choice", from: "scenarios" }], blank: { scenario: "" } },
  { is: "wait", title: "scenThen_wait", slots: [FOR], blank: { for_s: 600 } },
  {
    is: "branch",
    title: "scenThen_branch",
    slots: [
      THAT,
      { name: "then", title: "scenAction", as: "parts", of: "actions" },
      { name: "otherwise", title: "scenOtherwise", as: "parts", of: "actions" },
    ],
    blank: { that: "value == 0", then: [], otherwise: [] },
  },
];

export const SCOPE: Slot[] = [
  { name: "types", title: "scenTypes", as: "many", from: "types" },
  { name: "districts", title: "scenDistricts", as: "lines", hint: "scenDistrictsHint" },
];

export const LIMITS: Slot[] = [
  { name: "an_hour", title: "scenAnHour", as: "number", hint: "scenAnHourHint" },
  { name: "rest_s", title: "scenRest", as: "length" },
];
