/* From finding to finding, by key and by button; the list of keys, and their switch. */
{
  const { form, lines } = view;
  const keys = document.getElementById("keys");
  const switched = document.getElementById("keys-on");
  const remembered = "inspection-findings: single keys";
  let current = null;

  /* What takes the focus of a finding: its summary, or itself where there is nothing to open. */
  const handle = (note) => note.querySelector("summary") || note;

  const step = (by) => {
    const shown = lines.flatMap((line) => line.notes).map((note) => note.element).filter((note) => !note.hidden);
    if (!shown.length) return;
    const focused = document.activeElement.closest(".note") || current;
    let place = shown.indexOf(focused);
    if (place < 0) {
      /* None yet: the first that is in sight or below, seen from where the reader is. */
      const below = shown.findIndex((note) => note.getBoundingClientRect().top > 60);
      place = by > 0 ? (below < 0 ? shown.length : below) - 1 : below < 0 ? shown.length : below;
    }
    current = shown[(place + by + shown.length) % shown.length];
    const target = handle(current);
    if (target === current) current.tabIndex = -1;
    target.focus({ preventScroll: true });
    current.closest(".line").scrollIntoView({ block: "nearest" });
    target.scrollIntoView({ block: "nearest" });
  };

  const toFilters = () => {
    document.getElementById("panel").open = true;
    form.querySelector("input:checked, input").focus();
  };

  const actions = { j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1), "/": toFilters,
    "?": () => keys.showModal() };

  const recall = () => {
    try { return localStorage.getItem(remembered) !== "off"; } catch { return true; }
  };

  if (form) {
    switched.checked = recall();
    switched.addEventListener("change", () => {
      try { localStorage.setItem(remembered, switched.checked ? "on" : "off"); } catch { /* not kept, then */ }
    });
    document.getElementById("open-keys").addEventListener("click", () => keys.showModal());
    for (const button of document.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => step(Number(button.dataset.step)));
    }
    document.addEventListener("keydown", (event) => {
      const note = event.target.closest && event.target.closest("details.note[open]");
      if (event.key === "Escape" && note) {
        note.open = false;
        handle(note).focus();
        return;
      }
      const typing = event.target.matches && event.target.matches("select, textarea, input:not([type=radio], [type=checkbox], [type=range])");
      if (!switched.checked || typing || keys.open || event.ctrlKey || event.metaKey || event.altKey) return;
      const action = actions[event.key];
      if (action) {
        event.preventDefault();
        action();
      }
    });
  }
}
