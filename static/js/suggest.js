// Suggestions under a search box. The server draws the list (form[data-suggest]), combobox-nav walks through it.
import Combobox from "../vendor/combobox-nav/combobox-nav.js";

// After the last key, in milliseconds: before the server is asked, and before a screen reader is told.
const PAUSE = 80;
const TOLD_AFTER = 500;
const live = document.getElementById("live");

export const suggest = (input) => {
  const { form } = input;
  const list = document.createElement("div");
  list.id = `${input.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  form.append(list);
  // Tab goes on to the button, whatever is marked in the list.
  const combobox = new Combobox(input, list, { tabInsertsSuggestions: false });
  let wanted = "";
  let pause;
  let telling;
  let request;

  const address = () => {
    const asked = new URLSearchParams(new FormData(form));
    asked.set("q", input.value.trim().replace(/\s+/g, " "));
    return `${form.dataset.suggest}?${asked}`;
  };

  const tell = (words) => {
    clearTimeout(telling);
    if (live) telling = setTimeout(() => { live.textContent = words; }, TOLD_AFTER);
  };

  const forget = () => {
    request?.abort();
    request = null;
    wanted = "";
  };

  const close = () => {
    clearTimeout(pause);
    clearTimeout(telling);
    if (request) forget();
    if (list.hidden) return;
    combobox.stop();
    list.hidden = true;
    if (live) live.textContent = "";
  };

  const open = () => {
    const found = list.firstElementChild;
    if (!found || document.activeElement !== input) return close();
    list.hidden = false;
    list.scrollTop = 0;
    combobox.start();
    tell(found.dataset.told);
  };

  const ask = async () => {
    clearTimeout(pause);
    const asked = address();
    if (asked === wanted) {
      if (list.hidden) open();
      return;
    }
    forget();
    wanted = asked;
    request = new AbortController();
    try {
      const answer = await fetch(asked, { signal: request.signal });
      const html = answer.ok ? await answer.text() : "";
      if (asked !== wanted) return;
      request = null;
      combobox.clearSelection();
      list.innerHTML = html;
      open();
    } catch {
      // Typed on, gone away, or no network: the form works as it does without suggestions.
      if (asked === wanted) forget();
    }
  };

  // An empty box offers a signed-in reader's own searches, and others nothing.
  const offer = () => {
    if (input.value.trim() || "recent" in form.dataset) return ask();
    forget();
    return close();
  };

  input.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(offer, PAUSE);
  });
  input.addEventListener("click", () => { if (!input.value.trim()) offer(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      // The first Escape closes the list, the next one empties the box, as browsers do.
      event.preventDefault();
      close();
    } else if (event.key.startsWith("Arrow") && /Up|Down/.test(event.key) && list.hidden) {
      event.preventDefault();
      offer();
    }
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // The box keeps the focus while somebody scrolls or taps in the list.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  // Coming back to the page shows it as it was when it was left.
  window.addEventListener("pagehide", close);
  return offer;
};
