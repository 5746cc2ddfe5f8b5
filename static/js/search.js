// "/" puts the cursor into the search box, unless the reader is typing somewhere.
const typing = (element) => element.closest("input, textarea, select, [contenteditable], [role='textbox']");

// A page with its own large box is about that one.
const box = document.querySelector("main [data-search] input[type='search']")
  ?? document.querySelector("[data-search] input[type='search']");

if (box) {
  for (const hint of document.querySelectorAll("[data-search] kbd")) hint.hidden = hint.parentElement !== box.form;
  box.setAttribute("aria-keyshortcuts", "/");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
