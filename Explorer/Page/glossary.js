// The program's glossary: what a word means stands at the word, and all of them in a list that can be searched.

import { say, currentLanguage } from "./texts.js";
import { escaped } from "./numbers.js";
import { $, page } from "./page.js";

let glossary = [];

export function loadGlossary() {
  glossary = page.core.call("glossary").terms;
  showTerms();
}

const meaning = (entry) => (currentLanguage() === "zh" ? entry.chinese : entry.english);
const title = (entry) => (currentLanguage() === "zh" ? entry.chineseTerm ?? entry.term : entry.term);

// Says at each element that names a term what it means.
export function showTerms() {
  for (const element of document.querySelectorAll("[data-term]")) {
    const entry = glossary.find(({ term }) => term === element.dataset.term);
    if (entry) element.title = meaning(entry);
  }
}

export function showGlossary() {
  const wanted = $("glossary-search").value.trim().toLowerCase();
  const isFound = ({ term, chineseTerm, aliases, english, chinese }) =>
    [term, chineseTerm ?? "", ...aliases, english, chinese].some((text) => text.toLowerCase().includes(wanted));
  $("glossary").innerHTML = glossary.filter((entry) => wanted === "" || isFound(entry)).map((entry) => {
    const other = title(entry) === entry.term ? entry.chineseTerm : entry.term;
    return `<div><dt>${escaped(title(entry))}${other ? ` <small>${escaped(other)}</small>` : ""}</dt><dd>${escaped(meaning(entry))}${entry.formula ? `<code>${escaped(entry.formula)}</code>` : ""}</dd></div>`;
  }).join("") || (glossary.length === 0 ? "" : `<p class="note">${say("noTerm")}</p>`);
}
