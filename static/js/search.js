// The search boxes: "/" puts the cursor into one, unless the reader is typing somewhere; codes are suggested under it.
import { suggest } from "./suggest.js";

const typing = (element) => element.closest("input, textarea, select, [contenteditable], [role='textbox']");
const boxes = [...document.querySelectorAll("[data-search] input[type='search']")];
const offers = new Map(boxes.map((box) => [box, suggest(box)]));

// A page with its own large box is about that one.
const box = boxes.find((each) => each.closest("main")) ?? boxes[0];

if (box) {
  for (const hint of document.querySelectorAll("[data-search] kbd")) hint.hidden = hint.parentElement !== box.form;
  box.setAttribute("aria-keyshortcuts", "/");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
    if (!box.value.trim()) offers.get(box)();
  });
}

// The filters of a search stand open where there is room beside the results.
const folded = document.querySelector("details[data-open-when-wide]");
if (folded && matchMedia("(min-width: 54rem)").matches) folded.open = true;
