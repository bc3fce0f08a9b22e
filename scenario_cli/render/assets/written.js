// What the scripts of all pages share: numbers as they are shown, and files as they are written.

// Halves away from zero, as the program rounds.
function fixed(number) {
  const tenths = Math.floor(Math.abs(number) * 10 + 0.5 + 1e-7);
  return `${number < 0 && tenths ? "-" : ""}${(tenths / 10).toFixed(1)}`;
}

const inPoints = (x) => (x === 0 || x >= 0.1 ? fixed(x) : String(Number(x.toPrecision(1))));
const perCent = (share) => `${fixed(share * 100)}%`;

function element(tag, properties, ...children) {
  const created = Object.assign(document.createElement(tag), properties);
  created.append(...children);
  return created;
}

// As text of YAML in double quotes: what no editor shows is written out.
const quoted = (text) => JSON.stringify(text).replace(/[\u007f-\u00a0\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

const isId = (text) => /^[a-z][a-z0-9_-]*$/.test(text);

// Save a text as a file, where the browser does.
function download(text, name) {
  const url = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const link = element("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
