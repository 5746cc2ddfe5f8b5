// button[data-copy] puts its data-copy text on the clipboard and says so, on the button and to screen readers.
const live = document.getElementById("live");

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button || button.dataset.label) return;
    const text = button.dataset.copy;
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = false;
    }
    button.dataset.label = button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    if (live) live.textContent = done ? `${text} copied` : `${text} could not be copied`;
    setTimeout(() => {
      button.textContent = button.dataset.label;
      delete button.dataset.label;
      if (live) live.textContent = "";
    }, 2000);
  });
}
