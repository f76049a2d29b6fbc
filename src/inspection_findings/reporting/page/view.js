"use strict";

/* What is shown: the filters, the state of them in the address, and what they leave of the text. */
const view = (() => {
  const report = document.querySelector(".report");
  const form = document.getElementById("filters");
  const said = document.getElementById("said");
  const lines = [...document.querySelectorAll(".line")].map((element) => ({
    element,
    part: element.closest(".part").dataset.part,
    notes: [...element.querySelectorAll(".note")].map((note) => ({
      element: note,
      domain: note.dataset.domain,
      polarity: note.dataset.polarity,
      confidence: Number(note.dataset.confidence),
      unsure: "unsure" in note.dataset,
    })),
  }));
  const groups = [...document.querySelectorAll(".paragraph"), ...document.querySelectorAll(".part")];
  const total = lines.reduce((sum, line) => sum + line.notes.length, 0);
  /* `rest` is "" until someone chooses: the rest of the text is then shown while nothing is filtered. */
  const open = { domains: [], polarity: "", sure: 0, section: "", unsure: true, rest: "" };
  let state = { ...open };

  const filters = ({ domains, polarity, sure, section, unsure }) =>
    domains.length > 0 || polarity !== "" || sure > 0 || section !== "" || !unsure;

  const showsRest = () => (state.rest === "" ? !filters(state) : state.rest === "yes");

  /* The state as the end of the address: only what differs from the beginning. */
  const written = () => {
    const parts = new URLSearchParams();
    if (state.domains.length) parts.set("domain", state.domains.join(","));
    if (state.polarity) parts.set("polarity", state.polarity);
    if (state.sure) parts.set("sure", state.sure);
    if (state.section) parts.set("section", state.section);
    if (!state.unsure) parts.set("unsure", "no");
    if (state.rest) parts.set("rest", state.rest);
    return parts.toString().replaceAll("%2C", ",");
  };

  const read = (text) => {
    const parts = new URLSearchParams(text);
    const known = (name, value) =>
      [...form.querySelectorAll(`[name="${name}"]`)].some((each) =>
        each.options ? [...each.options].some((option) => option.value === value) : each.value === value);
    const one = (name) => (known(name, parts.get(name)) ? parts.get(name) : "");
    const sure = Math.round(Number(parts.get("sure")) / 5) * 5;
    return {
      domains: (parts.get("domain") || "").split(",").filter((each) => each && known("domain", each)),
      polarity: one("polarity"),
      sure: sure >= 0 && sure <= 95 ? sure : 0,
      section: one("section"),
      unsure: parts.get("unsure") !== "no",
      rest: ["yes", "no"].includes(parts.get("rest")) ? parts.get("rest") : "",
    };
  };

  const toForm = () => {
    for (const each of form.elements) {
      if (each.name === "domain") each.checked = state.domains.includes(each.value);
      if (each.name === "polarity") each.checked = each.value === state.polarity;
      if (each.name === "sure") each.value = state.sure;
      if (each.name === "section") each.value = state.section;
      if (each.name === "unsure") each.checked = state.unsure;
      if (each.name === "rest") each.checked = showsRest();
    }
  };

  const fromForm = (changed) => {
    const data = new FormData(form);
    return {
      domains: data.getAll("domain"),
      polarity: data.get("polarity") || "",
      sure: Number(data.get("sure")),
      section: data.get("section") || "",
      unsure: !form.elements.unsure || data.has("unsure"),
      rest: changed === "rest" ? (data.has("rest") ? "yes" : "no") : state.rest,
    };
  };

  const keeps = (line, note) =>
    (!state.domains.length || state.domains.includes(note.domain)) &&
    (!state.polarity || note.polarity === state.polarity) &&
    note.confidence >= state.sure / 100 &&
    (!state.section || line.part === state.section) &&
    (state.unsure || !note.unsure);

  let timer = 0;
  const say = (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = text; }, 250);
  };

  const count = (number, noun) => `${number.toLocaleString("en-GB")} ${noun}${number === 1 ? "" : "s"}`;

  const apply = ({ quiet = false } = {}) => {
    const rest = showsRest();
    let findings = 0;
    let sentences = 0;
    for (const line of lines) {
      const kept = line.notes.filter((note) => keeps(line, note));
      for (const note of line.notes) note.element.hidden = !kept.includes(note);
      const has = (polarity) => kept.some((note) => note.polarity === polarity);
      const style = line.element.classList;
      style.toggle("weakness", has("weakness"));
      style.toggle("strength", has("strength"));
      style.toggle("match", kept.length > 0);
      line.element.hidden = !kept.length && !rest;
      findings += kept.length;
      sentences += kept.length > 0;
    }
    for (const group of groups) group.hidden = !rest && !group.querySelector(".line:not([hidden])");
    report.classList.toggle("filtered", findings < total);
    document.getElementById("nothing").hidden = findings > 0 || !total;
    form.querySelector("output").textContent = state.sure ? `${state.sure}%` : "any";
    form.elements.sure.setAttribute("aria-valuetext", state.sure ? `${state.sure} per cent` : "any");
    const result = findings === total
      ? `${count(total, "finding")} in ${count(sentences, "sentence")}`
      : `${findings.toLocaleString("en-GB")} of ${count(total, "finding")}, in ${count(sentences, "sentence")}`;
    document.getElementById("shown").textContent = result;
    if (!quiet) say(`${result} shown`);
  };

  const change = (next, options) => {
    state = next;
    toForm();
    apply(options);
    const text = written();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  };

  /* Bring an element into sight, with the rest of the text where the filters hide it. */
  const show = (element) => {
    if (element.closest("[hidden]") || element.hidden) {
      change({ ...state, rest: "yes" }, { quiet: true });
      say("The rest of the text is shown again");
    }
    element.scrollIntoView({ block: "center" });
    for (const each of document.querySelectorAll(".here")) each.classList.remove("here");
    element.classList.add("here");
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
  };

  const follow = ({ first = false } = {}) => {
    const text = location.hash.slice(1);
    if (text.includes("=")) {
      change(read(text), { quiet: first });
      document.getElementById("main").scrollIntoView();
      return;
    }
    const target = text && document.getElementById(text);
    if (first) apply({ quiet: true });
    if (target && target.closest(".text")) show(target);
  };

  if (form) {
    form.hidden = false;
    document.querySelector(".bar-of-view").hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", (event) => change(fromForm(event.target.name)));
    for (const each of document.querySelectorAll(".reset")) {
      each.addEventListener("click", () => change({ ...open }));
    }
    if (matchMedia("(max-width: 48rem)").matches) document.getElementById("panel").open = false;
    addEventListener("hashchange", () => follow());
    follow({ first: true });
  }
  return { form, lines, say };
})();
