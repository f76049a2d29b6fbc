/* From what is chosen to what is shown. */

function draw() {
  const reports = comparable();
  const rows = rowsOf(reports, view.rows);
  const kept = sorted(rows.filter(chosen));
  drawTable(kept, counts(rows.flatMap((each) => each.reports)));
  drawTrends(reports.filter((report) => chosen({ ...report, grade: report.grades.overall ?? null })));
  const shown = kept.flatMap((each) => each.reports);
  const authorities = new Set(kept.map((each) => each.authority)).size;
  document.getElementById("shown").textContent =
    `${counted(authorities, "authority", "authorities")}, ${counted(shown.length, "report")}, ` +
    `${counted(counts(shown).all.total, "finding")} shown`;
  document.getElementById("chosen").textContent = `Chosen: ${chosenInWords()}.`;
  writeAddress();
}

/* What the form says, for a page on paper. */
function chosenInWords() {
  const fields = [...form.querySelectorAll("[name]")].filter((field) => field.value);
  const words = fields.map((field) => {
    const value = field.selectedOptions?.[0].textContent ?? `contains “${field.value}”`;
    return `${field.labels[0].firstChild.textContent.trim().toLowerCase()} ${value}`;
  });
  return words.join("; ");
}

/* Open what the address names: a row, and a domain of it; a report stands under its number. */
function openNamed() {
  if (!view.open) {
    if (details.open) details.close();
    return;
  }
  const all = rowsOf(comparable(), view.rows);
  const report = reportOf.get(Number(view.open));
  const each =
    all.find((one) => one.key === view.open) ??
    (report ? row(view.open, [report]) : null) ??
    rowsOf(index.reports, "latest").find((one) => one.key === view.open);
  if (!each) return;
  if (columns.includes(view.domain)) openFindings(each, view.domain);
  else openAuthority(each);
}

function begin() {
  prepareTable();
  form.hidden = false;
  for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
  readAddress();
  draw();
  openNamed();

  form.addEventListener("input", () => {
    Object.assign(view, Object.fromEntries(new FormData(form)));
    draw();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    history.replaceState(null, "", location.pathname + location.search);
    readAddress();
    draw();
  });
  heat.tHead.addEventListener("click", (event) => {
    const head = event.target.closest("th");
    if (!head) return;
    const again = view.sort === head.dataset.sort;
    // Names begin at A, all else at its most.
    view.down = (again ? !view.down : head.dataset.sort !== "name") ? "1" : "";
    view.sort = head.dataset.sort;
    draw();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-open]");
    if (!button) return;
    view.open = button.dataset.open;
    view.domain = button.dataset.domain ?? "";
    writeAddress();
    openNamed();
  });
  details.addEventListener("close", () => {
    view.open = view.domain = "";
    writeAddress();
  });
  window.addEventListener("hashchange", () => {
    readAddress();
    draw();
    openNamed();
  });
}

begin();
