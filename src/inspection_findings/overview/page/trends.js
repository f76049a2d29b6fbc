/* The share of strengths over the years: a small picture a domain, and the same as a table. */

const WIDTH = 290;
const HEIGHT = 130;
/* Years between two points that a line still joins. */
const LONGEST_GAP = 3;
const FRAME = { left: 40, right: 46, top: 10, bottom: 20 };

function drawn(tag, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text !== undefined) element.textContent = text;
  return element;
}

function drawTrends(reports) {
  const series = trendOf(reports);
  const years = series.flatMap((each) => each.points.map((point) => point.year));
  document.getElementById("trends").hidden = new Set(years).size < 2;
  if (document.getElementById("trends").hidden) return;
  const range = [Math.min(...years), Math.max(...years)];
  document.getElementById("trends-about").textContent =
    `Share of strengths in ${counted(reports.length, "report")} that fit what is chosen above, all of an authority’s and not its latest alone. ` +
    "Other authorities are inspected each year, so part of a change is who was visited. A hollow point stands for fewer than five reports.";
  document.getElementById("trend-charts").replaceChildren(...columns.map((column) => chart(column, series, range)));
  drawTrendTable(series);
}

function chart(column, series, [first, last]) {
  const x = (year) => FRAME.left + ((year - first) / (last - first)) * (WIDTH - FRAME.left - FRAME.right);
  const y = (value) => FRAME.top + (1 - value) * (HEIGHT - FRAME.top - FRAME.bottom);
  const told = series.map((each) => lineWords(each, column)).filter(Boolean).join("; ");
  const picture = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${columnName(column)}: ${told || "too few findings"}` });
  for (const value of [0, 0.5, 1]) {
    picture.append(drawn("line", { class: "grid", x1: FRAME.left, x2: WIDTH - FRAME.right, y1: y(value), y2: y(value) }));
    picture.append(drawn("text", { x: FRAME.left - 5, y: y(value) + 4, "text-anchor": "end" }, `${value * 100}%`));
  }
  for (const year of [first, last]) {
    picture.append(drawn("text", { x: x(year), y: HEIGHT - 5, "text-anchor": "middle" }, year));
  }
  const names = [];
  series.forEach((each) => {
    const place = Object.keys(index.frameworks).indexOf(each.framework) + 1;
    const points = each.points.filter((point) => share(point.counts[column]) !== null);
    if (!points.length) return;
    const spots = points.map((point) => [x(point.year), y(share(point.counts[column]))]);
    picture.append(drawn("path", { class: `line series-${place}`, d: line(points, spots) }));
    points.forEach((point, k) => {
      const thin = point.reports < 5 ? " thin" : "";
      picture.append(drawn("circle", { class: `series-${place}${thin}`, cx: spots[k][0], cy: spots[k][1], r: 3 }));
    });
    names.push({ place, x: spots[spots.length - 1][0] + 7, y: spots[spots.length - 1][1] + 4, text: index.frameworks[each.framework] });
  });
  for (const name of apart(names)) {
    picture.append(drawn("text", { class: `name series-${name.place}`, x: name.x, y: name.y }, name.text));
  }
  return make("figure", null, make("figcaption", null, columnName(column)), picture);
}

/* A line through points, broken where years are missing. */
function line(points, spots) {
  const begins = (k) => k === 0 || points[k].year - points[k - 1].year > LONGEST_GAP;
  return spots.map((spot, k) => `${begins(k) ? "M" : "L"}${spot.join(" ")}`).join("");
}

/* Names moved down where they would stand on one another. */
function apart(names) {
  names.sort((a, b) => a.y - b.y);
  names.forEach((name, k) => {
    const above = names.slice(0, k).filter((other) => Math.abs(other.x - name.x) < 40);
    for (const other of above) if (name.y - other.y < 12) name.y = other.y + 12;
  });
  return names;
}

/* A line of a picture in words: where it begins and ends. */
function lineWords(each, column) {
  const points = each.points.filter((point) => share(point.counts[column]) !== null);
  if (!points.length) return "";
  const words = (point) => `${percentage(point.counts[column])}% in ${point.year}`;
  const [first, last] = [points[0], points[points.length - 1]];
  const name = index.frameworks[each.framework];
  return first === last ? `${name} ${words(first)}` : `${name} from ${words(first)} to ${words(last)}`;
}

function drawTrendTable(series) {
  const head = make("tr", null, ...["Framework", "Year", "Reports", ...columns.map(columnName)].map((name) => make("th", { scope: "col" }, name)));
  const lines = series.flatMap((each) =>
    each.points.map((point) =>
      make(
        "tr",
        null,
        make("th", { scope: "row" }, index.frameworks[each.framework]),
        make("td", null, `${point.year}`),
        make("td", { class: "number" }, `${point.reports}`),
        ...columns.map((column) => {
          const part = percentage(point.counts[column]);
          return make("td", { class: "number" }, part === null ? "–" : `${part}%`);
        }),
      ),
    ),
  );
  const caption = make("caption", null, "Share of strengths by framework, year and domain");
  document.getElementById("trend-table").replaceChildren(caption, make("thead", null, head), make("tbody", null, ...lines));
}
