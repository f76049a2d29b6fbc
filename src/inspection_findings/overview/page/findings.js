/* The findings behind a cell, with where each stands. */

const details = document.getElementById("details");
const detailsTitle = document.getElementById("details-title");
const detailsBody = document.getElementById("details-body");
const SHOWN_AT_ONCE = 100;

/* Counts what was opened, so that what takes longer to unpack does not take the place of what was asked for since. */
let opened = 0;

async function openFindings(each, column) {
  opened += 1;
  const own = opened;
  detailsTitle.textContent = `${each.authority}: ${columnName(column)}`;
  detailsBody.replaceChildren(make("p", { class: "muted" }, "Unpacking the sentences …"));
  show();
  let found;
  try {
    found = (await Promise.all(each.reports.map(findingsOf))).flat();
    if (own !== opened) return;
  } catch {
    detailsBody.replaceChildren(make("p", null, "This browser is too old to unpack the sentences. A current one of any make can."));
    return;
  }
  found = found.filter((finding) => column === "all" || finding.domain === column);
  found.sort((a, b) => b.percent - a.percent);
  const list = make("ol", { class: "found" });
  const status = make("p", { class: "muted", role: "status" });
  const more = make("button", { type: "button" });
  const choices = findingChoices(found);
  let most = SHOWN_AT_ONCE;
  const draw = () => {
    const polarity = choices.elements.polarity.value;
    const unsure = choices.elements.unsure?.checked;
    const kept = found.filter((finding) => (!polarity || finding.polarity === polarity) && (unsure || !finding.unsure));
    list.replaceChildren(...kept.slice(0, most).map((finding) => findingItem(finding, column, each.reports.length > 1)));
    status.textContent = `${counted(kept.length, "finding")}, the most certain first`;
    more.hidden = kept.length <= most;
    more.textContent = `Show ${Math.min(SHOWN_AT_ONCE, kept.length - most)} more`;
  };
  choices.addEventListener("change", draw);
  more.addEventListener("click", () => {
    most += SHOWN_AT_ONCE;
    draw();
  });
  detailsBody.replaceChildren(...each.reports.map(reportLine), choices, status, list, more);
  draw();
}

/* A report with the way to it, where there is one. */
function reportLine(report) {
  const name = report.link ? make("a", { href: report.link }, report.document) : report.document;
  return make("p", { class: "muted" }, `${visit(report)}: `, name);
}

function findingChoices(found) {
  const number = (polarity) => found.filter((finding) => finding.polarity === polarity && !finding.unsure).length;
  const unsure = found.filter((finding) => finding.unsure).length;
  const choice = (value, text) =>
    make("label", null, make("input", { type: "radio", name: "polarity", value, checked: value === "" }), text);
  return make(
    "form",
    { class: "screen-only" },
    make(
      "fieldset",
      { class: "choices" },
      make("legend", { class: "unseen" }, "Which findings are listed"),
      choice("", "All"),
      choice("strength", `Strengths (${number("strength")})`),
      choice("weakness", `Weaknesses (${number("weakness")})`),
      unsure ? make("label", null, make("input", { type: "checkbox", name: "unsure" }), `Unsure ones too (${unsure})`) : null,
    ),
  );
}

function findingItem(finding, column, named) {
  const [sign, word] = finding.polarity === "strength" ? ["+", "Strength"] : ["−", "Weakness"];
  const domain = column === "all" ? `: ${index.domains[finding.domain]}` : "";
  const name = make("span", { class: `name ${finding.polarity}` }, make("span", { class: "sign", "aria-hidden": "true" }, sign), `${word}${domain}`);
  const sure = finding.unsure ? "unsure" : index.certainty[finding.percent];
  const where = [named ? visit(finding.report) : null, finding.heading].filter(Boolean).join(", ");
  return make(
    "li",
    null,
    name,
    " ",
    make("span", { class: "confidence" }, `${sure} ${finding.percent}%`),
    make("blockquote", null, finding.text),
    make("p", { class: "where" }, pageLink(finding), where),
  );
}

/* The page of a finding, as a link that opens there where programs know how. */
function pageLink({ report, page }) {
  if (!page) return "";
  const separator = make("span", null, ". ");
  if (!report.link || !report.pages) return make("span", null, `Page ${page}`, separator);
  return make("span", null, make("a", { href: `${report.link}#page=${page}` }, `Page ${page}`), separator);
}

function show() {
  if (!details.open) details.showModal();
  details.scrollTop = 0;
}
