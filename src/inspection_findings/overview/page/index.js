"use strict";
/* What the page carries: the index of all reports, read at once, and their sentences, unpacked a report at a time. */

const index = JSON.parse(document.getElementById("index").textContent);
const domains = Object.keys(index.domains);
const FEW = index.few;

/* Reports by their number. */
const reportOf = new Map(index.reports.map((report) => [report.id, report]));

/* A number of things in words. */
function counted(number, noun, many = `${noun}s`) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? noun : many}`;
}

const longDate = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/* A report as it is named beside others of its authority. */
function visit(report) {
  const framework = index.frameworks[report.framework] ?? "Report";
  return report.date ? `${framework}, ${longDate.format(new Date(report.date))}` : `${framework}, no date`;
}

/* An element with attributes and children. Text is never read as markup. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === true) element.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/* Findings of a report, in the order of its sentences. */
async function findingsOf(report) {
  const element = document.getElementById(`sentences-${report.id}`);
  if (!element) return [];
  const packed = Uint8Array.from(atob(element.textContent), (character) => character.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const { headings, sentences } = JSON.parse(await new Response(stream).text());
  const findings = [];
  for (const [page, heading, text, ...labels] of sentences) {
    for (let k = 0; k < labels.length; k += 2) {
      findings.push({
        report,
        page,
        heading: headings[heading],
        text,
        domain: domains[labels[k] >> 1],
        polarity: labels[k] % 2 ? "weakness" : "strength",
        percent: Math.abs(labels[k + 1]),
        unsure: labels[k + 1] < 0,
      });
    }
  }
  return findings;
}
