// The sliders of a page: what a reader moves, and what becomes of the ranking. It stands in one script
// with engine.js, whose arithmetic it uses, and does none of its own but for where a mark stands; and with
// written.js.
//
// A state is kept as engine.js has it, with `locked`: drivers that keep their share. All of it stands in
// the address after #, in ids, as far as it differs from how the page was made: so Back takes back, and a
// note can quote it. Text of a user is only ever set as text.

const study = JSON.parse(document.getElementById("state").textContent);
const made = JSON.parse(document.getElementById("result").textContent);
const by = (id) => document.getElementById(`try-${id}`);

// By what power of ten points are multiplied on sliders from 0 to 100: until the largest is 10 to 100.
function handy(points) {
  let factor = 1;
  const most = Math.max(...points);
  while (most > 0 && most * factor < 10) factor *= 10;
  while (most * factor > 100) factor /= 10;
  return factor;
}

const factorsOf = study.drivers.map((_, k) => study.factors.filter((factor) => factor.driver === k));
const unit = handy(study.drivers.map((driver) => driver.points));
study.drivers.forEach((driver) => { driver.points *= unit; });
study.injects.forEach((inject) => inject.weights.forEach((change) => {
  if (change.points !== undefined) change.points *= unit;
}));
factorsOf.forEach((group) => {
  const factor = handy(group.map(({ points }) => points));
  group.forEach((each) => { each.points *= factor; });
});

const begun = Object.assign(start(study), { locked: [] });
const before = evaluate(study, begun);
let state = begun;
let message = "";

// Words ---------------------------------------------------------------------------------------------------

const listed = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);
const titles = (options) => listed(options.map((i) => study.options[i].title));

function sentence(result, swings) {
  const { leaders, order, behind, scores } = result;
  let said = `${titles(leaders)} ${leaders.length > 1 ? `tie for first with ${fixed(scores[leaders[0]])} points` : "leads"}`;
  if (leaders.length === 1) {
    const next = order[1];
    said += next === undefined ? `, alone, with ${fixed(scores[leaders[0]])} points` : ` ${study.options[next].title} by ${inPoints(behind[next])} points`;
  }
  return `${said}. ${nextFlip(swings)}`;
}

// On which side of a turning point an option is first; at the point itself there is a tie.
function side(swing, flip) {
  if (flip.change) return flip.change > 0 ? "above" : "below";
  const beyond = swing.segments.some(({ start, first }) => start === flip.at && first.join() === flip.to.join());
  return beyond ? "above" : "below";
}

function nextFlip(swings) {
  const flips = (kind, items) => swings[kind].map((swing) => swing.flips.map((flip) => ({ flip, swing, title: items[swing.item].title })));
  const all = [].concat(...flips("drivers", study.drivers));
  const found = all.length ? all : [].concat(...flips("factors", study.factors));
  if (!found.length) return `No ${state.locked.length ? "free " : ""}weight alone, the others in proportion, changes first place.`;
  const { flip, swing, title } = found.reduce((a, b) => (Math.abs(b.flip.change) < Math.abs(a.flip.change) ? b : a));
  return `${titles(flip.to)} would be first with ${title} ${side(swing, flip)} ${perCent(flip.at)}.`;
}

// Moves ---------------------------------------------------------------------------------------------------

const isLocked = (k) => state.locked.includes(k);
const heldShare = () => state.locked.reduce((sum, k) => sum + sharesOf(study, state).drivers[k], 0);

// What the injects that happen multiply a driver's points by.
function times(k) {
  const changes = [].concat(...state.on.map((n) => study.injects[n].weights));
  return changes.reduce((product, { driver, times: by }) => (driver === k && by !== undefined ? product * by : product), 1);
}

// The points of all drivers after one is moved: those that are locked keep their share of the whole.
function moved(k, points) {
  const next = state.drivers.slice();
  next[k] = points;
  if (!state.locked.length) return next;
  const { drivers } = sharesOf(study, state);
  const effective = pointsAfter(study, state);
  effective[k] = points * times(k);
  const free = effective.reduce((sum, each, i) => (isLocked(i) ? sum : sum + each), 0);
  for (const i of state.locked) if (times(i) > 0) next[i] = (drivers[i] * free) / (1 - heldShare()) / times(i);
  const most = Math.max(...next);
  return most > 100 ? next.map((each) => (each * 100) / most) : next;
}

// The points at which a driver has a share of the whole; no number where no points give it.
function pointsAt(k, share) {
  const others = pointsAfter(study, state).reduce((sum, each, i) => (i === k || isLocked(i) ? sum : sum + each), 0);
  return others > 0 ? (share * others) / (1 - heldShare() - share) / times(k) : NaN;
}

// Whether a driver's slider can change anything.
function isFree(k) {
  const others = study.drivers.filter((_, i) => i !== k && !isLocked(i));
  return !isLocked(k) && others.length > 0 && heldShare() < 1;
}

// Whether one of two holds where the other does not happen.
const excludes = (a, b) => study.injects[a].otherwise === b || study.injects[b].otherwise === a;

// Settings that hold after injects stand last, and go where the slider of their driver is moved.
function switched(k, isOn) {
  const rest = state.on.filter((other) => other !== k && !(isOn && excludes(other, k)));
  if (!isOn) return rest;
  const at = rest.findIndex((other) => study.injects[other].setting);
  return at < 0 ? [...rest, k] : [...rest.slice(0, at), k, ...rest.slice(at)];
}

const isSettingOf = (one, driver) => one.setting && one.weights.some((change) => change.driver === driver);
const without = (on, drivers) => on.filter((n) => !drivers.some((k) => isSettingOf(study.injects[n], k)));

function take(next, said) {
  if (evaluate(study, next) === null) {
    message = `${state.locked.length ? "All free weights" : "All weights"} at 0 would say nothing: this one stays.`;
    paint();
    return false;
  }
  state = next;
  message = said || "";
  paint();
  return true;
}

function setDriver(k, points) {
  return take(Object.assign({}, state, { drivers: moved(k, points), on: without(state.on, [k, ...state.locked]) }));
}

function setFactor(j, points) {
  const factors = state.factors.slice();
  factors[j] = points;
  return take(Object.assign({}, state, { factors }));
}

// The address ---------------------------------------------------------------------------------------------

function written() {
  const parts = [];
  const differing = (key, now, then, items) => {
    if (now.some((point, k) => point !== then[k])) parts.push(`${key}=${now.map((point, k) => `${items[k].id}:${point}`).join(",")}`);
  };
  differing("d", state.drivers, begun.drivers, study.drivers);
  differing("f", state.factors, begun.factors, study.factors);
  if (state.on.join() !== begun.on.join()) parts.push(`i=${state.on.map((k) => study.injects[k].id || k).join(",")}`);
  if (state.locked.length) parts.push(`k=${state.locked.map((k) => study.drivers[k].id).join(",")}`);
  return parts.length ? `#${parts.join("&")}` : "#";
}

// The state that an address tells; what it names that is not here is left out, and said.
function read(address) {
  const next = { drivers: begun.drivers.slice(), factors: begun.factors.slice(), on: begun.on.slice(), locked: [] };
  let strange = false;
  const place = (items, id) => items.findIndex((item) => item.id === id);
  const points = (items, into, text) => {
    for (const pair of text.split(",")) {
      const [id, number] = pair.split(":");
      const at = place(items, id);
      const point = Number(number);
      if (at >= 0 && number !== "" && point >= 0 && point <= 100) into[at] = point;
      else strange = true;
    }
  };
  for (const part of address.replace(/^#/, "").split("&").filter(Boolean)) {
    const [key, text] = part.split("=");
    const ids = (text || "").split(",").filter(Boolean);
    const places = (items) => ids.map((id) => (/^\d+$/.test(id) && items[id] ? Number(id) : place(items, id)));
    if (key === "d") points(study.drivers, next.drivers, text || "");
    else if (key === "f") points(study.factors, next.factors, text || "");
    else if (key === "i") next.on = places(study.injects);
    else if (key === "k") next.locked = places(study.drivers);
    else strange = true;
  }
  for (const list of ["on", "locked"]) {
    const known = next[list].filter((k, n, all) => k >= 0 && all.indexOf(k) === n);
    strange = strange || known.length < next[list].length;
    next[list] = known;
  }
  if (evaluate(study, next) === null) return { next: begun, strange: true };
  return { next, strange };
}

const depth = () => (history.state && history.state.depth) || 0;

// A move is over: it becomes one step that Back takes back. Within a frame a page may have no address.
const kept = [""];
let waiting = 0;

function keep() {
  clearTimeout(waiting);
  const address = written();
  if (address !== (kept[kept.length - 1] || "#")) {
    try {
      history.pushState({ depth: depth() + 1 }, "", address);
      kept[0] = address;
    } catch (refused) {
      kept.push(address);
    }
  }
  paintFile();
}

function keepSoon() {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 400);
}

function undo() {
  keep();
  if (kept.length > 1) {
    kept.pop();
    load();
  } else if (depth() > 0) {
    history.back();
  } else {
    say("There is nothing to take back.");
  }
}

function load() {
  // An address may name a part of the page instead: then the state is as it was.
  if (kept.length === 1) kept[0] = /^#?$|=/.test(location.hash) ? location.hash : written();
  const { next, strange } = read(kept[kept.length - 1]);
  take(next, strange ? "Part of the address does not fit this page and was left out." : "");
  // It may have been written anew under what a reader has moved.
  if (document.body.dataset.again && !strange && written() !== "#") say("The weights below are as you left them; r shows those of the files.");
  paintFile();
}

// The page ------------------------------------------------------------------------------------------------

const label = (text, control) => element("label", {}, control, ` ${text}`);

// A slider with its number; `move` takes points, and says whether they were taken.
function lever(id, title, move) {
  const range = element("input", { type: "range", id: `try-${id}`, min: "0", max: "100", step: "any" });
  const number = element("input", { type: "number", min: "0", max: "100", step: "any" });
  number.setAttribute("aria-label", `${title}, points`);
  range.addEventListener("input", () => { move(Number(range.value)); keepSoon(); });
  range.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -100, End: 100 };
    const step = steps[event.key];
    if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    move(Math.min(100, Math.max(0, Number(range.value) + step)));
    keepSoon();
  });
  number.addEventListener("change", () => {
    const points = Number(number.value);
    if (number.value === "" || !(points >= 0 && points <= 100)) say("Points are from 0 to 100.");
    else move(points);
    number.value = ""; // painted anew, whether it was taken or not
    paint();
    keep();
  });
  const name = element("label", { htmlFor: range.id, className: "name" }, title);
  const share = element("span", { className: "n" });
  const ticks = element("span", { className: "ticks" });
  ticks.setAttribute("aria-hidden", "true");
  const track = element("span", { className: "track" }, ticks, range);
  return { range, number, share, ticks, parts: [name, track, number, share] };
}

function show(control, points, share) {
  const shown = String(points);
  if (control.range.value !== shown) control.range.value = shown;
  if (document.activeElement !== control.number || control.number.value === "") control.number.value = String(Number(points.toPrecision(6)));
  control.share.textContent = perCent(share);
  control.range.setAttribute("aria-valuetext", `${inPoints(points)} points, ${perCent(share)} of the whole`);
}

const levers = study.drivers.map((driver, k) => {
  const control = lever(`driver-${driver.id}`, driver.title, (points) => setDriver(k, points));
  const lock = element("input", { type: "checkbox" });
  lock.setAttribute("aria-label", `Lock the share of ${driver.title}`);
  lock.addEventListener("change", () => {
    const locked = state.locked.filter((i) => i !== k);
    take(Object.assign({}, state, { locked: lock.checked ? [...locked, k] : locked }));
    keep();
  });
  const turns = element("p", { className: "turns" });
  by("drivers").append(element("div", { className: "lever" }, ...control.parts, label("lock", lock), turns));
  return Object.assign(control, { lock, turns });
});

const finer = [];
factorsOf.forEach((group, k) => {
  if (group.length < 2) return;
  const fold = element("details", { className: "finer" }, element("summary", {}, `Within ${study.drivers[k].title}`));
  for (const factor of group) {
    const j = study.factors.indexOf(factor);
    finer[j] = lever(`factor-${factor.id}`, factor.title, (points) => setFactor(j, points));
    fold.append(element("div", { className: "lever" }, ...finer[j].parts));
  }
  levers[k].turns.after(fold);
});

const switches = study.injects.map((inject, k) => {
  const box = element("input", { type: "checkbox" });
  box.addEventListener("change", () => { if (!take(Object.assign({}, state, { on: switched(k, box.checked) }))) box.checked = !box.checked; keep(); });
  by("injects").append(label(inject.setting ? `${inject.title} (set)` : inject.title, box));
  return box;
});
by("injects").hidden = !switches.length;

const rows = study.options.map((option, i) => {
  const bar = element("span", { className: "bar" });
  const ghost = element("span", { className: "ghost" });
  const score = element("span", { className: "n" });
  const rank = element("span", { className: "rank" });
  ghost.style.width = `${before.scores[i]}%`;
  const name = element("span", { className: "name" }, option.title);
  return { bar, score, rank, row: element("li", {}, rank, name, score, element("span", { className: "bars" }, bar, ghost)) };
});

let shownOrder = "";
let spoken = 0;

function say(words) {
  message = words;
  paint();
}

function paint() {
  const result = evaluate(study, state);
  const swings = oneWay(study, result, state.locked);
  levers.forEach((control, k) => {
    show(control, state.drivers[k], result.shares.drivers[k]);
    control.lock.checked = state.locked.includes(k);
    control.range.disabled = control.number.disabled = !isFree(k);
    paintTicks(control, k, swings.drivers.find((swing) => swing.item === k));
  });
  finer.forEach((control, j) => show(control, state.factors[j], result.shares.factors[j]));
  switches.forEach((box, k) => { box.checked = state.on.includes(k); });
  rows.forEach(({ bar, score, rank, row }, i) => {
    bar.style.width = `${result.scores[i]}%`;
    score.textContent = fixed(result.scores[i]);
    rank.textContent = `${result.ranks[i]}${result.tied[i] ? "=" : ""}`;
    row.classList.toggle("first", result.ranks[i] === 1);
  });
  const order = result.order.join();
  if (order !== shownOrder) by("scores").append(...result.order.map((i) => rows[i].row));
  shownOrder = order;
  const missing = result.unknown.reduce((sum, row) => sum + row.filter(Boolean).length, 0);
  const open = missing ? ` ${missing} unknown ratings count as the middle of their scale.` : "";
  const said = sentence(result, swings);
  by("said").textContent = said;
  paintMoved(said);
  by("message").textContent = message + open;
  clearTimeout(spoken);
  spoken = setTimeout(() => { by("status").textContent = `${message} ${said}`.trim(); }, 250);
}

// On paper the rest of the page is as it was made: what was moved is told before it.
function paintMoved(said) {
  const set = study.drivers.map((driver, k) => `${driver.title} ${inPoints(state.drivers[k])}`).join(", ");
  const happens = state.on.map((k) => study.injects[k].title).join(", ");
  const told = `Moved on the screen to these points: ${set}${happens ? `; what happens: ${happens}` : ""}. Then: ${said} All that follows is as the page was made.`;
  document.getElementById("moved").textContent = written() === "#" ? "" : told;
}

function paintTicks(control, k, swing) {
  const flips = swing ? swing.flips : [];
  const reached = (at) => at >= 0 && at <= 100;
  const told = flips.map((flip) => {
    const at = pointsAt(k, flip.at);
    return `${side(swing, flip)} ${perCent(flip.at)}: ${titles(flip.to)} (${reached(at) ? `at ${fixed(at)} points` : "not by this slider alone"})`;
  });
  control.turns.textContent = told.join("; ") || (swing ? "turns nothing" : "");
  const places = flips.map((flip) => pointsAt(k, flip.at)).filter(reached);
  while (control.ticks.children.length > places.length) control.ticks.lastChild.remove();
  while (control.ticks.children.length < places.length) control.ticks.append(document.createElement("i"));
  places.forEach((at, n) => { control.ticks.children[n].style.left = `${at}%`; });
}

// The file ------------------------------------------------------------------------------------------------

function file() {
  const { provenance, scenario, weights } = made;
  const happened = state.on.map((k) => study.injects[k]).map((one) => (one.setting ? `--set ${one.title}` : `--inject ${one.id}`));
  const ratings = provenance.set.filter((text) => text.startsWith("ratings.")).map((text) => `--set ${text}`);
  const tried = [...new Set([...happened, ...ratings])];
  const id = `${isId(weights.id) ? weights.id : "weights"}-moved`;
  const lines = [`# Weights set by hand on a page of ${provenance.tool} ${provenance.version}, which was made from`];
  for (const input of provenance.inputs.filter(({ role }) => role !== "perspective")) {
    lines.push(`#   ${input.role} ${quoted(input.id).slice(1, -1)}, SHA-256 ${input.sha256}`);
  }
  if (tried.length) lines.push("# The page's numbers come with what was tried there:", `#   ${tried.join(" ")}`);
  lines.push("format: weights/1", `id: ${id}`, `title: ${quoted(`${weights.title || weights.id}, moved`)}`);
  if (isId(scenario.id)) lines.push(`scenario: ${scenario.id}`);
  for (const key of ["by", "team"]) if (by(key).value.trim()) lines.push(`${key}: ${quoted(by(key).value.trim())}`);
  lines.push("drivers:", ...study.drivers.map((driver, k) => `  ${driver.id}: ${state.drivers[k]}`));
  const groups = factorsOf.filter(([first, second]) => second || study.drivers[first.driver].id !== first.id);
  if (groups.length) lines.push("factors:");
  for (const group of groups) {
    const points = group.map((factor) => `    ${factor.id}: ${state.factors[study.factors.indexOf(factor)]}`);
    lines.push(`  ${study.drivers[group[0].driver].id}:`, ...points);
  }
  return `${lines.join("\n")}\n`;
}

function paintFile() {
  by("file").value = file();
}

function save() {
  paintFile();
  download(by("file").value, `${isId(made.weights.id) ? made.weights.id : "weights"}-moved.yaml`);
}

// Keys and buttons ----------------------------------------------------------------------------------------

function reset() {
  take(begun, "As the page was made.");
  keep();
}

function projector() {
  const large = document.documentElement.classList.toggle("projector");
  by("projector").setAttribute("aria-pressed", String(large));
  if (large) by("said").scrollIntoView();
}

function help() {
  by("help").hidden = !by("help").hidden;
  by("keys").setAttribute("aria-expanded", String(!by("help").hidden));
}

function toInjects() {
  if (switches.length) switches[0].focus();
  else say("This scenario has no injects.");
}

const doing = { u: undo, r: reset, p: projector, i: toInjects, "?": help };

document.addEventListener("keydown", (event) => {
  // No key that does something stands in a number.
  const typing = /^(textarea|select)$/i.test(event.target.tagName) || event.target.type === "text";
  if (typing || event.ctrlKey || event.altKey || event.metaKey || !doing[event.key]) return;
  event.preventDefault();
  doing[event.key]();
});

for (const [id, what] of [["undo", undo], ["reset", reset], ["projector", projector], ["keys", help], ["save", save]]) by(id).addEventListener("click", what);
for (const id of ["by", "team"]) by(id).addEventListener("input", paintFile);
window.addEventListener("popstate", load);
window.addEventListener("hashchange", load);
document.getElementById("try").hidden = false;
load();

// A page that is written anew at each save reads itself again, but not under a reader's hands.
if (document.body.dataset.again) {
  let touched = 0;
  for (const what of ["keydown", "pointerdown", "input"]) document.addEventListener(what, () => { touched = Date.now(); });
  setInterval(() => {
    if (document.visibilityState === "visible" && Date.now() - touched > 2000) location.reload();
  }, Number(document.body.dataset.again));
}
