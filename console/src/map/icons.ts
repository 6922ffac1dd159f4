/** The symbols of the console, from Lucide (ISC): one path each, for SVG and canvas. */

import Alert from "lucide/dist/esm/icons/triangle-alert.mjs";
import Antenna from "lucide/dist/esm/icons/radio-tower.mjs";
import Back from "lucide/dist/esm/icons/chevron-left.mjs";
import Bell from "lucide/dist/esm/icons/bell.mjs";
import Bike from "lucide/dist/esm/icons/bike.mjs";
import Boards from "lucide/dist/esm/icons/layout-dashboard.mjs";
import Book from "lucide/dist/esm/icons/book-open.mjs";
import Building from "lucide/dist/esm/icons/building.mjs";
import Bus from "lucide/dist/esm/icons/bus.mjs";
import Cable from "lucide/dist/esm/icons/cable.mjs";
import CalendarDays from "lucide/dist/esm/icons/calendar-days.mjs";
import Camera from "lucide/dist/esm/icons/cctv.mjs";
import Car from "lucide/dist/esm/icons/car.mjs";
import Charger from "lucide/dist/esm/icons/ev-charger.mjs";
import Chart from "lucide/dist/esm/icons/chart-line.mjs";
import ChartColumn from "lucide/dist/esm/icons/chart-column.mjs";
import Check from "lucide/dist/esm/icons/check.mjs";
import Clock from "lucide/dist/esm/icons/clock.mjs";
import Coins from "lucide/dist/esm/icons/piggy-bank.mjs";
import Columns from "lucide/dist/esm/icons/columns-3-cog.mjs";
import Copy from "lucide/dist/esm/icons/copy.mjs";
import Crosshair from "lucide/dist/esm/icons/crosshair.mjs";
import Device from "lucide/dist/esm/icons/cpu.mjs";
import Dots from "lucide/dist/esm/icons/ellipsis.mjs";
import Down from "lucide/dist/esm/icons/chevron-down.mjs";
import Download from "lucide/dist/esm/icons/download.mjs";
import Droplet from "lucide/dist/esm/icons/droplet.mjs";
import Eye from "lucide/dist/esm/icons/eye.mjs";
import EyeOff from "lucide/dist/esm/icons/eye-off.mjs";
import Factory from "lucide/dist/esm/icons/factory.mjs";
import Filter from "lucide/dist/esm/icons/list-filter.mjs";
import First from "lucide/dist/esm/icons/skip-back.mjs";
import Flood from "lucide/dist/esm/icons/waves-horizontal.mjs";
import Gate from "lucide/dist/esm/icons/router.mjs";
import Gear from "lucide/dist/esm/icons/settings.mjs";
import Grip from "lucide/dist/esm/icons/grip-vertical.mjs";
import Handshake from "lucide/dist/esm/icons/handshake.mjs";
import Hourglass from "lucide/dist/esm/icons/hourglass.mjs";
import House from "lucide/dist/esm/icons/house.mjs";
import Key from "lucide/dist/esm/icons/key-round.mjs";
import Keyboard from "lucide/dist/esm/icons/keyboard.mjs";
import Lamp from "lucide/dist/esm/icons/lightbulb.mjs";
import Languages from "lucide/dist/esm/icons/languages.mjs";
import Last from "lucide/dist/esm/icons/skip-forward.mjs";
import LayersIcon from "lucide/dist/esm/icons/layers.mjs";
import Leaf from "lucide/dist/esm/icons/leaf.mjs";
import Link from "lucide/dist/esm/icons/link.mjs";
import ListIcon from "lucide/dist/esm/icons/list.mjs";
import Locate from "lucide/dist/esm/icons/locate-fixed.mjs";
import MapIcon from "lucide/dist/esm/icons/map.mjs";
import Menu from "lucide/dist/esm/icons/menu.mjs";
import Meter from "lucide/dist/esm/icons/gauge.mjs";
import Minus from "lucide/dist/esm/icons/minus.mjs";
import Monitor from "lucide/dist/esm/icons/monitor.mjs";
import Moon from "lucide/dist/esm/icons/moon.mjs";
import Noise from "lucide/dist/esm/icons/volume-2.mjs";
import Note from "lucide/dist/esm/icons/message-square.mjs";
import Out from "lucide/dist/esm/icons/log-out.mjs";
import Package from "lucide/dist/esm/icons/package.mjs";
import Past from "lucide/dist/esm/icons/rotate-ccw-clock.mjs";
import Pause from "lucide/dist/esm/icons/pause.mjs";
import Pen from "lucide/dist/esm/icons/pencil.mjs";
import People from "lucide/dist/esm/icons/users-round.mjs";
import Pin from "lucide/dist/esm/icons/map-pin.mjs";
import Play from "lucide/dist/esm/icons/play.mjs";
import Plug from "lucide/dist/esm/icons/plug.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import Power from "lucide/dist/esm/icons/power.mjs";
import Printer from "lucide/dist/esm/icons/printer.mjs";
import Question from "lucide/dist/esm/icons/circle-question-mark.mjs";
import Recycle from "lucide/dist/esm/icons/recycle.mjs";
import Refused from "lucide/dist/esm/icons/inbox.mjs";
import Replay from "lucide/dist/esm/icons/refresh-cw.mjs";
import Right from "lucide/dist/esm/icons/chevron-right.mjs";
import Road from "lucide/dist/esm/icons/road.mjs";
import Route from "lucide/dist/esm/icons/route.mjs";
import Ruler from "lucide/dist/esm/icons/ruler.mjs";
import Search from "lucide/dist/esm/icons/search.mjs";
import Send from "lucide/dist/esm/icons/send.mjs";
import Sensor from "lucide/dist/esm/icons/radio.mjs";
import Shield from "lucide/dist/esm/icons/shield-check.mjs";
import Signal from "lucide/dist/esm/icons/wifi-off.mjs";
import Silent from "lucide/dist/esm/icons/bell-off.mjs";
import SortDown from "lucide/dist/esm/icons/arrow-down.mjs";
import SortUp from "lucide/dist/esm/icons/arrow-up.mjs";
import Sound from "lucide/dist/esm/icons/bell-ring.mjs";
import Store from "lucide/dist/esm/icons/database.mjs";
import Sun from "lucide/dist/esm/icons/sun.mjs";
import TableIcon from "lucide/dist/esm/icons/table-2.mjs";
import Target from "lucide/dist/esm/icons/target.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import Tree from "lucide/dist/esm/icons/tree-deciduous.mjs";
import Truck from "lucide/dist/esm/icons/truck.mjs";
import Try from "lucide/dist/esm/icons/flask-conical.mjs";
import Undo from "lucide/dist/esm/icons/undo-2.mjs";
import Up from "lucide/dist/esm/icons/chevron-up.mjs";
import User from "lucide/dist/esm/icons/user-round.mjs";
import Warehouse from "lucide/dist/esm/icons/warehouse.mjs";
import Weather from "lucide/dist/esm/icons/cloud-sun.mjs";
import Whole from "lucide/dist/esm/icons/maximize.mjs";
import Wind from "lucide/dist/esm/icons/wind.mjs";
import Workflow from "lucide/dist/esm/icons/workflow.mjs";
import Wrench from "lucide/dist/esm/icons/wrench.mjs";
import X from "lucide/dist/esm/icons/x.mjs";
import Zap from "lucide/dist/esm/icons/zap.mjs";

type Node = [shape: string, attributes: Record<string, string | number>];

const PARKING: Node[] = [
  ["circle", { cx: 12, cy: 12, r: 9 }],
  ["path", { d: "M9.5 17V7H13a3 3 0 0 1 0 6H9.5" }],
];

const NODES: Record<string, Node[]> = {
  air: Wind, alert: Alert, antenna: Antenna, away: Signal, back: Back, bell: Bell, bike: Bike, bin: Trash,
  boards: Boards, book: Book, building: Building, bus: Bus, cabinet: Zap, calendar: CalendarDays, camera: Camera,
  charger: Charger, chart: Chart, check: Check, clock: Clock, close: X, columns: Columns,
  copy: Copy, crosshair: Crosshair, depot: Warehouse, device: Device, disposal: Factory, dots: Dots, down: Down,
  download: Download, eye: Eye, eyeOff: EyeOff, feeder: Cable, figures: ChartColumn,
  filter: Filter, first: First, flood: Flood, gate: Gate, gear: Gear, goal_clean: Leaf,
  goal_mobile: Route, goal_safe: Shield, goal_thrifty: Coins, grip: Grip, home: House, key: Key,
  keyboard: Keyboard, lamp: Lamp, languages: Languages, last: Last, layers: LayersIcon,
  link: Link, list: ListIcon, locate: Locate, map: MapIcon, meter: Meter, minus: Minus, model: Package,
  moon: Moon, more: Menu, nest: Recycle, noise: Noise, note: Note, out: Out, parking: PARKING, past: Past,
  pause: Pause, pen: Pen, pencil: Pen, people: People, pin: Pin, play: Play, plug: Plug,
  plus: Plus, power: Power, printer: Printer, question: Question, refused: Refused,
  replay: Replay, right: Right, road: Road, roaming: Handshake, ruler: Ruler, search: Search, send: Send, sensor: Sensor,
  silent: Silent, sortDown: SortDown, sortUp: SortUp, sound: Sound, store: Store, sun: Sun,
  system: Monitor, table: TableIcon, target: Target, traffic: Car, tree: Tree, truck: Truck, try: Try,
  undo: Undo, up: Up, user: User, wait: Hourglass, water: Droplet, weather: Weather,
  whole: Whole, workflow: Workflow, wrench: Wrench,
};

/** Path data of a symbol on a 24 × 24 grid, drawn with a round stroke; a pin if unknown. */
export function pathOf(icon: string): string {
  return (NODES[icon] ?? Pin).map(drawn).join("");
}

function drawn([shape, a]: Node): string {
  const at = (name: string, otherwise = 0) => Number(a[name] ?? otherwise);
  switch (shape) {
    case "circle":
      return round(at("cx"), at("cy"), at("r"), at("r"));
    case "ellipse":
      return round(at("cx"), at("cy"), at("rx"), at("ry"));
    case "line":
      return `M${at("x1")} ${at("y1")}L${at("x2")} ${at("y2")}`;
    case "rect":
      return box(at("x"), at("y"), at("width"), at("height"), at("rx", at("ry")));
    case "polyline":
      return `M${a.points}`;
    case "polygon":
      return `M${a.points}Z`;
    default:
      return `M0 0${a.d}`; // so that a path that begins relative stays where it is
  }
}

const round = (x: number, y: number, rx: number, ry: number) =>
  `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;

const box = (x: number, y: number, w: number, h: number, r: number) =>
  `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}` +
  `h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}z`;
