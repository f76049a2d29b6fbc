/* The heat map: a table whose cells open what is behind them. Arrow keys move in it; Tab goes past. */

/* Points of difference from all authorities that one of the ten colours stands for. */
const POINTS_A_STEP = 8;

const heat = document.getElementById("heat");
const columns = ["all", ...domains];
const columnName = (column) => (column === "all" ? "All domains" : index.domains[column]);

/* The content of a cell, beside that of all authorities if that is given; cells.html makes the same for shares. */
function cellContent(sum, all) {
  if (!sum.total) {
    return { kind: "none", parts: [make("span", { "aria-hidden": "true" }, "–"), make("span", { class: "unseen" }, "no findings")] };
  }
  const part = percentage(sum);
  if (part === null) return { kind: "few", parts: [`${sum.strengths} of ${sum.total}`] };
  const number = sum.total.toLocaleString("en-GB");
  const mean = all && view.colour === "difference" ? percentage(all) : null;
  if (mean === null) {
    const step = Math.min(9, Math.floor((10 * sum.strengths) / sum.total));
    return { kind: `b${step}`, parts: [`${part}%`, make("small", null, number)] };
  }
  const points = part - mean;
  const step = Math.max(0, Math.min(9, 5 + Math.floor(points / POINTS_A_STEP)));
  const signed = `${points < 0 ? "−" : "+"}${Math.abs(points)}`;
  return { kind: `b${step}`, parts: [`${part}%`, make("small", null, `${number}, ${signed}`)] };
}

/* A cell as it is read aloud. */
function cellWords(authority, column, sum) {
  const where = `${authority}, ${columnName(column)}`;
  const part = percentage(sum);
  if (part === null) return `${where}: ${sum.strengths} of ${counted(sum.total, "finding")} a strength`;
  return `${where}: ${part}% strengths of ${counted(sum.total, "finding")}`;
}

/* A cell that opens its findings; one without any opens nothing. */
function openCell(authority, key, column, sum, all) {
  const { kind, parts } = cellContent(sum, all);
  if (!sum.total && !sum.unsure) return make("td", { class: kind }, ...parts);
  const button = make("button", { type: "button", "data-open": key, "data-domain": column, "aria-label": cellWords(authority, column, sum) }, ...parts);
  return make("td", { class: `${kind} open` }, button);
}

function rowOf(each, everything) {
  const name = make("button", { type: "button", "data-open": each.key }, make("span", { class: "authority" }, each.authority));
  const head = make("th", { scope: "row" }, name, each.region ? make("small", null, each.region) : null);
  return make(
    "tr",
    null,
    head,
    make("td", { class: "year" }, `${each.year ?? "–"}`),
    make("td", { class: "given" }, each.grade ? index.grades[each.grade] : "–"),
    ...columns.map((column) => openCell(each.authority, each.key, column, each.counts[column], everything[column])),
  );
}

function drawTable(rows, everything) {
  const place = focused();
  const top = make("tr", { class: "all" }, make("th", { scope: "row" }, "All authorities"), make("td"), make("td"));
  for (const column of columns) {
    const { kind, parts } = cellContent(everything[column], null);
    top.append(make("td", { class: view.colour === "difference" ? null : kind }, ...parts));
  }
  heat.tBodies[0].replaceChildren(top, ...rows.map((each) => rowOf(each, everything)));
  const [low, high] = view.colour === "difference" ? ["below all authorities", "above"] : ["weaknesses", "strengths"];
  document.getElementById("key-low").textContent = low;
  document.getElementById("key-high").textContent = high;
  for (const head of heat.tHead.querySelectorAll("th")) {
    const here = head.dataset.sort === view.sort;
    if (here) head.setAttribute("aria-sort", view.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  for (const button of heat.querySelectorAll("button")) button.tabIndex = -1;
  const first = place ? at(place.row, place.column) : null;
  (first ?? heat.querySelector("tbody button") ?? heat.querySelector("button")).tabIndex = 0;
  if (first) first.focus();
}

/* Make the heads buttons that sort, or text again. */
function makeHeads(sorting) {
  for (const head of heat.tHead.querySelectorAll("th")) {
    const name = head.textContent;
    head.replaceChildren(sorting ? make("button", { type: "button", tabindex: "-1" }, name) : name);
  }
}

function prepareTable() {
  heat.setAttribute("role", "grid");
  makeHeads(true);
  // On paper, heads that are buttons would stand on the first page alone.
  window.addEventListener("beforeprint", () => makeHeads(false));
  window.addEventListener("afterprint", () => makeHeads(true));
  heat.addEventListener("keydown", moveByKey);
  heat.addEventListener("focusin", (event) => {
    if (event.target.tagName !== "BUTTON") return;
    for (const button of heat.querySelectorAll("button[tabindex='0']")) button.tabIndex = -1;
    event.target.tabIndex = 0;
  });
}

/* Where the focus is in the table, so that it can be there again when the table is drawn anew. */
function focused() {
  const cell = heat.contains(document.activeElement) ? document.activeElement.closest("td, th") : null;
  return cell ? { row: cell.parentElement.rowIndex, column: cell.cellIndex } : null;
}

function at(row, column) {
  return heat.rows[row]?.cells[column]?.querySelector("button") ?? null;
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function moveByKey(event) {
  const place = focused();
  if (!place || event.altKey || event.metaKey) return;
  const next = target(event, place);
  if (next) {
    next.focus();
    event.preventDefault();
  }
}

/* The button that a key leads to from a place: past cells that have none. */
function target(event, { row, column }) {
  const buttons = [...heat.rows[row].querySelectorAll("button")];
  if (event.key === "Home") return event.ctrlKey ? at(0, 0) : buttons[0];
  if (event.key === "End") return event.ctrlKey ? at(heat.rows.length - 1, 0) : buttons[buttons.length - 1];
  const step = STEPS[event.key];
  if (!step) return null;
  for (let [y, x] = [row + step[0], column + step[1]]; heat.rows[y]?.cells[x]; y += step[0], x += step[1]) {
    const button = at(y, x);
    if (button) return button;
  }
  return null;
}
