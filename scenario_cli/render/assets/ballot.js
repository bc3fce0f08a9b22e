// A ballot on a page: what is typed becomes the text of a file, and nothing else. It stands in one script
// with written.js. A number's field is what holds; its slider follows, and writes into it.

const made = JSON.parse(document.getElementById("made").textContent);
const by = (id) => document.getElementById(id);
const isBlank = (field) => field.value === "" && !field.validity.badInput;
const title = (field) => by("ballot").querySelector(`label[for="${field.id}"]`).textContent;

const drivers = made.drivers.map((driver) => Object.assign({}, driver, {
  field: by(`driver-${driver.id}`),
  factors: driver.factors.map((id) => ({ id, field: by(`factor-${id}`) })),
}));
const groups = [drivers, ...drivers.map((driver) => driver.factors).filter((group) => group.length)];
const places = made.options.map((id) => ({ id, field: by(`place-${id}`) }));
const levers = [].concat(...groups).map(({ field }) => {
  const lever = field.closest(".lever");
  return { field, lever, track: lever.querySelector(".track"), range: lever.querySelector("input"), share: lever.querySelector(".n") };
});

// What is missing ------------------------------------------------------------------------------------------

const isPoints = (field) => field.value !== "" && Number(field.value) >= 0 && Number(field.value) <= 100;
const isPlace = (field) => field.value !== "" && Number.isInteger(Number(field.value)) && Number(field.value) >= 1 && Number(field.value) <= places.length;

// What keeps the ballot from being whole: the fields, each with what to write instead.
function wanting() {
  const found = [];
  const tell = (field, words) => found.push({ field, words });
  if (!by("by").value.trim()) tell(by("by"), "Write your name.");
  const taken = {};
  for (const { field } of places) {
    if (isBlank(field)) continue;
    if (!isPlace(field)) tell(field, `${title(field)}: a place is a whole number from 1 to ${places.length}.`);
    else if (taken[Number(field.value)]) tell(field, `${title(field)}: place ${Number(field.value)} is that of ${taken[Number(field.value)]}, too.`);
    else taken[Number(field.value)] = title(field);
  }
  for (const group of groups) {
    if (group !== drivers && group.every(({ field }) => isBlank(field))) continue;
    for (const { field } of group) {
      if (isBlank(field)) tell(field, `${title(field)} has no points yet; 0 counts nothing.`);
      else if (!isPoints(field)) tell(field, `${title(field)}: points are a number from 0 to 100.`);
    }
    if (group.every(({ field }) => isPoints(field) && Number(field.value) === 0)) tell(group[0].field, `${title(group[0].field)} and all beside it have 0 points: give one of them more.`);
  }
  return found;
}

// The file -------------------------------------------------------------------------------------------------

const pairs = (group, indent) => group.map(({ id, field }) => `${indent}${id}: ${Number(field.value)}`);

function file() {
  const lines = made.origin.map((line) => `# ${quoted(line).slice(1, -1)}`);
  lines.push("format: ballot/1");
  for (const key of ["by", "team", "round"]) if (by(key).value.trim()) lines.push(`${key}: ${quoted(by(key).value.trim())}`);
  if (made.scenario) lines.push(`scenario: ${made.scenario}`);
  if (by("note").value.trim()) lines.push(`note: ${quoted(by("note").value.trim())}`);
  const order = places.filter(({ field }) => !isBlank(field)).sort((a, b) => a.field.value - b.field.value);
  if (order.length) lines.push(`order: [${order.map(({ id }) => id).join(", ")}]`);
  lines.push("", "drivers:", ...pairs(drivers, "  "));
  const shared = drivers.filter(({ factors }) => factors.length && !isBlank(factors[0].field));
  if (shared.length) lines.push("", "factors:");
  for (const { id, factors } of shared) lines.push(`  ${id}:`, ...pairs(factors, "    "));
  return `${lines.join("\n")}\n`;
}

// A name as that of a file: small letters and digits.
function slug(name) {
  const plain = name.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return plain.replace(/[^a-z0-9]+/g, "_").slice(0, 40).replace(/^_+|_+$/g, "") || "ballot";
}

// The page -------------------------------------------------------------------------------------------------

let isKept = true;

function paint() {
  for (const group of groups) {
    const points = group.map(({ field }) => Number(field.value));
    const whole = points.reduce((sum, each) => sum + each, 0);
    const isSet = whole > 0 && group.every(({ field }) => isPoints(field));
    group.forEach(({ field }, k) => {
      const { lever, range, share } = levers.find((one) => one.field === field);
      share.textContent = isSet ? perCent(points[k] / whole) : "";
      lever.classList.toggle("unset", !isPoints(field));
      range.value = isPoints(field) ? field.value : "50";
      range.setAttribute("aria-valuetext", isPoints(field) ? `${Number(field.value)} points` : "no points yet");
    });
  }
  const missing = wanting();
  const told = missing.map(({ field }) => field);
  for (const field of by("ballot").querySelectorAll("[aria-invalid]")) if (!told.includes(field)) field.removeAttribute("aria-invalid");
  by("file").value = missing.length ? "" : file();
  if (!missing.length) by("said").textContent = "";
}

function save() {
  paint();
  const missing = wanting();
  if (missing.length) {
    by("said").textContent = missing.map(({ words }) => words).join("\n");
    missing.forEach(({ field }) => field.setAttribute("aria-invalid", "true"));
    const fold = missing[0].field.closest("details");
    if (fold) fold.open = true;
    missing[0].field.focus();
    return;
  }
  const name = `${slug(by("by").value)}.yaml`;
  download(by("file").value, name);
  isKept = true;
  by("said").textContent = `Saved as ${name}, if your browser saves files; if not, copy the text below. For the next person load the page again: it is blank then.`;
}

for (const { field, range, track } of levers) {
  track.hidden = false;
  range.addEventListener("input", () => { field.value = range.value; });
}
by("ballot").addEventListener("input", () => { isKept = false; paint(); });
by("ballot").addEventListener("submit", (event) => event.preventDefault()); // by Enter in a field
by("save").addEventListener("click", save);
by("file").addEventListener("copy", () => { isKept = true; });
window.addEventListener("beforeunload", (event) => {
  if (isKept) return;
  event.preventDefault();
  event.returnValue = "";
});
// Not every browser prints what is folded up.
window.addEventListener("beforeprint", () => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
by("ballot").noValidate = true;
by("keep").hidden = false;
paint();
