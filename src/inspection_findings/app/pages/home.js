"use strict";

/* Letters dropped or chosen are sent one at a time; what becomes of them is asked for while any is open. */
{
  const form = document.getElementById("drop");
  const files = document.getElementById("files");
  const said = document.getElementById("said");
  const token = form.elements.token.value;
  const largest = Number(form.dataset.largest);
  const PAUSE = 400;
  const waiting = [];
  let sending = false;
  let asking = false;
  let again = false;

  /* New content for an element, the focus where it was. */
  const put = (id, html) => {
    const place = document.getElementById(id);
    if (place.dataset.shown === html) return;
    const focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement.id : "";
    place.innerHTML = html;
    place.dataset.shown = html;
    if (focused) (document.getElementById(focused) || files).focus();
  };

  const refresh = async () => {
    const answer = await fetch("/state");
    if (!answer.ok) throw new Error(await answer.text());
    const state = await answer.json();
    put("jobs", state.jobs);
    put("letters", state.letters);
    if (said.textContent !== state.said) said.textContent = state.said;
    return state.busy;
  };

  const follow = async () => {
    /* What is being asked now may have been answered before the change. */
    again = true;
    if (asking) return;
    asking = true;
    try {
      while (again || sending) {
        again = false;
        const asked = performance.now();
        if (await refresh()) again = true;
        /* An answer that took long means that the app has much to do: it is asked less often. */
        const pause = Math.max(PAUSE, 2 * (performance.now() - asked));
        if (again || sending) await new Promise((done) => setTimeout(done, pause));
      }
    } catch {
      said.textContent = "The app does not answer: has it been stopped?";
    } finally {
      asking = false;
    }
  };

  const send = async (file) => {
    const body = new FormData();
    if (file.size > largest) {
      /* Its bytes need not travel for that. */
      body.append("too_large", file.name);
    } else {
      body.append("files", file, file.name);
    }
    for (;;) {
      const answer = await fetch("/letters", {
        method: "POST", body, headers: { "X-Findings-Token": token, Accept: "application/json" },
      });
      if (answer.status !== 429) {
        if (!answer.ok) said.textContent = `${file.name}: ${await answer.text()}`;
        return;
      }
      /* Too many are waiting: this one waits here. */
      await new Promise((done) => setTimeout(done, 5 * PAUSE));
    }
  };

  const take = async (chosen) => {
    waiting.push(...chosen);
    if (sending) return;
    sending = true;
    follow();
    try {
      while (waiting.length) await send(waiting.shift());
    } catch {
      said.textContent = "The letters could not be sent: has the app been stopped?";
      waiting.length = 0;
    } finally {
      sending = false;
      follow();
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take([...files.files]);
    form.reset();
  });
  form.querySelector("button").hidden = true;
  files.addEventListener("change", () => form.requestSubmit());

  const holdsFiles = (event) => event.dataTransfer && event.dataTransfer.types.includes("Files");
  for (const kind of ["dragenter", "dragover"]) {
    addEventListener(kind, (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      form.classList.add("over");
    });
  }
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (!holdsFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });

  /* Calling off and clearing without leaving the page. */
  document.getElementById("jobs").addEventListener("submit", async (event) => {
    event.preventDefault();
    await fetch(event.target.action, { method: "POST", body: new FormData(event.target) });
    follow();
  });
  follow();
}
