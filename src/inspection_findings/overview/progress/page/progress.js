"use strict";

// What is folded away would be missing on paper.
const folded = document.querySelectorAll("details");
let closed = [];
window.addEventListener("beforeprint", () => {
  closed = [...folded].filter((each) => !each.open);
  for (const each of closed) each.open = true;
});
window.addEventListener("afterprint", () => {
  for (const each of closed) each.open = false;
});
