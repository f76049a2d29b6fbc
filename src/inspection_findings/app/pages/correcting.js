/* Corrections are sent without leaving the page; keys act on the finding that has the focus. */
{
  const keysOn = document.getElementById("keys-on");
  const dialogue = document.createElement("dialog");
  dialogue.className = "choose";
  dialogue.setAttribute("aria-labelledby", "choose-title");
  document.querySelector(".report").append(dialogue);
  const said = document.getElementById("said");

  const say = (text) => { said.textContent = ""; said.textContent = text; };

  /* The form of corrections that belongs to an element, and the finding that belongs to a form. */
  const formOf = (element) => {
    const note = element.closest(".note");
    return note ? note.nextElementSibling : element.closest(".judging");
  };
  const handle = (form) => {
    const note = form.previousElementSibling;
    if (note && note.matches(".note")) return note.querySelector("summary") || note;
    return form.querySelector("button");
  };

  /* One stop of the tab key for all that may be said of a finding; arrows move among it. */
  const rove = (root) => {
    for (const bar of root.querySelectorAll(".verbs")) {
      [...bar.children].forEach((each, place) => { each.tabIndex = place ? -1 : 0; });
    }
  };
  rove(document);
  document.addEventListener("keydown", (event) => {
    const bar = event.target.closest && event.target.closest(".verbs");
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!bar || !by) return;
    event.preventDefault();
    const all = [...bar.children];
    const next = all[(all.indexOf(event.target) + by + all.length) % all.length];
    for (const each of all) each.tabIndex = each === next ? 0 : -1;
    next.focus();
  });

  const put = (pieces) => {
    for (const [id, html] of Object.entries(pieces)) {
      const old = document.getElementById(id);
      if (!old) continue;
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const fresh = holder.content.firstElementChild;
      old.replaceWith(fresh);
      rove(fresh);
    }
  };

  const post = async (form, extra = {}) => {
    const body = new URLSearchParams([...new FormData(form), ...Object.entries(extra)]);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    } catch {
      say("Not kept: the app does not answer. Has it been stopped?");
      return false;
    }
    if (!answer.ok) {
      say(`Not kept: ${await answer.text()}`);
      return false;
    }
    const result = await answer.json();
    put(result.pieces);
    say(result.said);
    return true;
  };

  const judge = async (form, verb) => {
    const sentence = form.elements.sentence.value;
    const id = form.id;
    if (!(await post(form, { verb }))) return;
    const fresh = document.getElementById(id);
    const back = fresh ? handle(fresh) : document.querySelector(`#of-${sentence} .missing`);
    if (back) back.focus({ preventScroll: true });
  };

  /* A choice that needs more than a click, in a dialogue: the same form that has a page of its own. */
  const choose = async (link, back) => {
    const answer = await fetch(link.href, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      say(await answer.text());
      return;
    }
    const { title, form } = await answer.json();
    dialogue.innerHTML = form;
    const heading = document.createElement("h2");
    heading.id = "choose-title";
    heading.textContent = title;
    dialogue.prepend(heading);
    dialogue.showModal();
    dialogue.querySelector("input[type=radio]").focus();
    dialogue.querySelector(".back").addEventListener("click", (event) => {
      event.preventDefault();
      dialogue.close();
    });
    dialogue.onclose = () => back().focus({ preventScroll: true });
  };

  const linkBack = (link) => {
    const form = link.closest(".judging");
    const id = form ? form.id : link.closest(".of-sentence").id;
    return () => {
      const fresh = document.getElementById(id);
      return form ? handle(fresh) : fresh.querySelector(".missing");
    };
  };

  /* What is on its way: a key that is pressed meanwhile waits for what it leaves. */
  let pending = Promise.resolve();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".judging")) {
      event.preventDefault();
      pending = judge(form, event.submitter.value);
    } else if (form.matches(".choose .choice")) {
      event.preventDefault();
      post(form).then((kept) => { if (kept) dialogue.close(); });
    }
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".verbs a, .missing");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    choose(link, linkBack(link));
  });

  /* Before the keys of the page itself: those that correct never move as well. */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("select, textarea, input");
    if (!keysOn.checked || typing || dialogue.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!["a", "p", "d", "n", "u"].includes(event.key)) return;
    event.stopImmediatePropagation();
    const form = formOf(event.target);
    if (!form) return;
    event.preventDefault();
    pending.then(() => {
      const fresh = document.getElementById(form.id);
      const verb = fresh && fresh.querySelector(`[data-key="${event.key}"]`);
      if (verb) verb.click();
    });
  }, true);
}
