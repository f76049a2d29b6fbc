/* What is known of one authority: its reports one by one, and the authorities that are most alike. */

const MOST_ALIKE = 5;

function openAuthority(each) {
  opened += 1;
  const reports = index.reports.filter((report) => report.authority === each.authority);
  reports.sort((a, b) => (b.date ?? "").localeCompare(a.date ?? ""));
  detailsTitle.textContent = each.authority;
  detailsBody.replaceChildren(
    make("p", { class: "muted" }, [each.region, counted(reports.length, "report")].filter(Boolean).join(", ")),
    make("h3", null, "Its reports"),
    make("div", { class: "scroll", role: "region", "aria-label": "Its reports", tabindex: "0" }, visits(reports)),
    ...gradeLines(reports),
    ...alikeLines(each),
  );
  show();
}

/* The reports of one authority as a heat map of their own. */
function visits(reports) {
  const everything = counts(rowsOf(comparable(), view.rows).flatMap((each) => each.reports));
  const heads = ["Report", "Overall grade", ...columns.map(columnName)];
  const head = make("tr", null, ...heads.map((name) => make("th", { scope: "col" }, name)));
  const lines = reports.map((report) => {
    const sums = counts([report]);
    return make(
      "tr",
      null,
      make("th", { scope: "row" }, visit(report)),
      make("td", null, report.grades.overall ? index.grades[report.grades.overall] : "–"),
      ...columns.map((column) => openCell(visit(report), `${report.id}`, column, sums[column], everything[column])),
    );
  });
  return make("table", { class: "visits" }, make("thead", null, head), make("tbody", null, ...lines));
}

/* The grades that each report gives, area by area. */
function gradeLines(reports) {
  const graded = reports.filter((report) => Object.keys(report.grades).length);
  if (!graded.length) return [];
  const items = graded.map((report) => {
    const given = Object.entries(index.areas).filter(([area]) => report.grades[area]);
    const words = given.map(([area, name]) => `${name}: ${index.grades[report.grades[area]].toLowerCase()}`);
    return make("li", null, make("b", null, visit(report)), `. ${words.join("; ")}`);
  });
  return [make("h3", null, "Grades given by the inspectors"), make("ul", null, ...items)];
}

function alikeLines(each) {
  const rows = rowsOf(comparable(), view.rows === "together" ? "together" : "latest");
  const alike = mostAlike(each.authority, rows, MOST_ALIKE);
  if (!alike.length) return [];
  const items = alike.map(({ row: other, likeness: value, shared }) => {
    const words = [
      shared.stronger.length ? `both stronger than the mean in ${shared.stronger.join(", ").toLowerCase()}` : "",
      shared.weaker.length ? `both weaker in ${shared.weaker.join(", ").toLowerCase()}` : "",
    ];
    const button = make("button", { type: "button", "data-open": other.key }, other.authority);
    return make("li", null, button, `${value.toFixed(2)}: ${words.filter(Boolean).join("; ")}`);
  });
  const method =
    "Compared are the shares of strengths by domain, in the reports chosen on the page, as differences from the share of all authorities; " +
    "the figure is the cosine of two such profiles, 1 at most. " +
    `Shares of few findings are drawn to the mean, as if each had ${index.added} average findings more. ` +
    "Alike in what is written of them: it says nothing of size, need or means.";
  return [make("h3", null, "Most alike"), make("ol", { class: "alike" }, ...items), make("p", { class: "muted" }, method)];
}
