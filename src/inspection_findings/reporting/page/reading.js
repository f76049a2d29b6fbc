/* Words that moved a finding, marked in its sentence while it is open; and quotations to take away. */
{
  const report = document.querySelector(".report");

  /* Places count characters as people do; a string's own index counts half of some of them. */
  const mark = (words, text, spans) => {
    const characters = [...text];
    const pieces = [];
    let done = 0;
    for (const { start, end, side } of spans) {
      if (start < done) continue;
      pieces.push(characters.slice(done, start).join(""));
      const marked = document.createElement("mark");
      marked.className = side;
      marked.textContent = characters.slice(start, end).join("");
      pieces.push(marked);
      done = end;
    }
    words.replaceChildren(...pieces, characters.slice(done).join(""));
  };

  const remark = (line) => {
    const words = line.querySelector(".words");
    const spans = [...line.querySelectorAll(".note[open] li[data-start]")]
      .map((each) => ({ start: Number(each.dataset.start), end: Number(each.dataset.end), side: each.className }))
      .sort((one, other) => one.start - other.start);
    mark(words, words.textContent, spans);
  };

  document.addEventListener("toggle", (event) => {
    const line = event.target.closest(".line");
    if (line) remark(line);
  }, true);

  const quotation = (text, page) => {
    const inner = text.trim().replace(/[“”]/g, (sign) => (sign === "“" ? "‘" : "’"));
    return `“${inner}” — ${report.dataset.source}${page ? `, page ${page}` : ""}`;
  };

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const box = document.createElement("textarea");
      box.value = text;
      document.body.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      return done;
    }
  };

  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const quote = button.closest(".quote");
      const done = await copied(quotation(quote.querySelector("blockquote").textContent, quote.dataset.page));
      view.say(done ? "Copied with its source" : "It could not be copied");
      const label = button.firstChild;
      label.data = done ? "Copied" : "Not copied";
      setTimeout(() => { label.data = "Copy"; }, 2000);
      button.focus();
    });
  }
}
