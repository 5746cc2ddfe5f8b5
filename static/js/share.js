// button[data-share] hands on the page's one address, with the day that the page is read as of: to the system's own
// way of sharing where there is one, else to the clipboard, else into a field to copy from.
const canonical = document.querySelector("link[rel='canonical']");
const live = document.getElementById("live");

const address = () => {
  const url = new URL(canonical.href);
  const day = new URLSearchParams(location.search).get("on");
  if (day) url.searchParams.set("on", day);
  return url.href;
};

const say = (button, words) => {
  const label = [...button.childNodes];
  button.textContent = words;
  if (live) live.textContent = words;
  setTimeout(() => {
    button.replaceChildren(...label);
    if (live) live.textContent = "";
  }, 2000);
};

const showField = (button, text) => {
  const acts = button.closest(".acts");
  let field = acts.querySelector(".share-field input");
  if (!field) {
    const label = document.createElement("label");
    label.className = "share-field";
    field = document.createElement("input");
    field.readOnly = true;
    label.append("Address of this page ", field);
    acts.append(label);
  }
  field.value = text;
  field.focus();
  field.select();
};

const share = async (button) => {
  const text = address();
  if (navigator.share) {
    try {
      await navigator.share({ title: document.title, url: text });
      return;
    } catch (error) {
      // The reader thought better of it.
      if (error.name === "AbortError") return;
    }
  }
  try {
    await navigator.clipboard.writeText(text);
    say(button, "Link copied");
  } catch {
    showField(button, text);
  }
};

if (canonical) {
  for (const button of document.querySelectorAll("button[data-share]")) button.hidden = false;
  let busy = false;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-share]");
    if (!button || busy) return;
    busy = true;
    await share(button);
    // As long as the button says what it did.
    setTimeout(() => { busy = false; }, 2000);
  });
}
