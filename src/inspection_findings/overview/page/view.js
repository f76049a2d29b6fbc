/* What the reader has chosen: in the form, and in the address, so that a link leads back to it. */

const form = document.getElementById("filters");
const PLAIN = { sort: "name", down: "", open: "", domain: "" };
const initial = { ...PLAIN, ...Object.fromEntries(new FormData(form)) };
let view = { ...initial };

/* Take what the address says; what it does not say or the form does not offer is as it was at first. */
function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  view = { ...initial };
  for (const name of Object.keys(view)) if (asked.has(name)) view[name] = asked.get(name);
  for (const field of form.querySelectorAll("[name]")) {
    field.value = view[field.name];
    if (field.value !== view[field.name]) field.value = initial[field.name];
    view[field.name] = field.value;
  }
  if (!["name", "year", "grade", "all", ...domains].includes(view.sort)) view.sort = initial.sort;
}

/* Say in the address what differs from the beginning. */
function writeAddress() {
  const differing = Object.entries(view).filter(([name, value]) => value !== initial[name]);
  const text = new URLSearchParams(differing).toString();
  if (text !== location.hash.slice(1)) history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
}

/* Reports of the chosen framework and years. */
function comparable() {
  return index.reports.filter(
    (report) =>
      (!view.framework || report.framework === view.framework) &&
      (!view.from || report.year >= Number(view.from)) &&
      (!view.to || (report.year && report.year <= Number(view.to))),
  );
}

/* Whether a row or report is of the chosen region, grade and name. */
function chosen({ authority, region, grade }) {
  return (
    (!view.region || region === view.region) &&
    (!view.grade || (grade ?? "none") === view.grade) &&
    authority.toLowerCase().includes(view.name.trim().toLowerCase())
  );
}

const byName = new Intl.Collator("en-GB").compare;

/* Rows in the chosen order; those with nothing to sort by come last either way. */
function sorted(rows) {
  const grades = Object.keys(index.grades);
  const value = {
    name: (each) => each.authority,
    year: (each) => each.year,
    grade: (each) => (each.grade ? grades.indexOf(each.grade) : null),
  }[view.sort] ?? ((each) => share(each.counts[view.sort]));
  const sign = view.down ? -1 : 1;
  const compare = (a, b) => (typeof a === "string" ? byName(a, b) : a - b);
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return (a === null) - (b === null) || byName(one.authority, other.authority);
    return sign * compare(a, b) || byName(one.authority, other.authority) || (one.year ?? 0) - (other.year ?? 0);
  });
}
