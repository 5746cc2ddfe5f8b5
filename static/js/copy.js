// button[data-copy] puts its data-copy text on the clipboard and says so, on the button and to screen readers.
const live = document.getElementById("live");

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;

  const told = new WeakSet();
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button || told.has(button)) return;
    told.add(button);
    const text = button.dataset.copy;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = false;
    }
    const label = [...button.childNodes];
    button.textContent = done ? "Copied" : "Not copied";
    if (live) live.textContent = done ? `${text} copied` : `${text} could not be copied`;
    setTimeout(() => {
      button.replaceChildren(...label);
      told.delete(button);
      if (live) live.textContent = "";
    }, 2000);
  });
}
