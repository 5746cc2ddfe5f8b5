// form[data-filter] is sent by htmx as one types: the page's address follows, so that it can be kept and sent on, and
// so do the search boxes, whose next search is narrowed in the same way.
const field = ([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value });

const narrow = (asked) => {
  const narrowed = [...asked].filter(([name]) => name !== "q");
  for (const form of document.querySelectorAll("form[data-search]")) {
    for (const old of form.querySelectorAll("input[type='hidden']")) old.remove();
    form.append(...narrowed.map(field));
  }
};

document.body.addEventListener("htmx:afterSwap", (event) => {
  const { requestConfig, pathInfo } = event.detail;
  if (!requestConfig?.elt?.matches("form[data-filter]")) return;
  const url = new URL(pathInfo.finalRequestPath, location.href);
  for (const [name, value] of [...url.searchParams]) if (!value) url.searchParams.delete(name);
  history.replaceState(null, "", url);
  if (requestConfig.elt.matches("[action$='/search/']")) narrow(url.searchParams);
});
