// form[data-filter] is sent by htmx as one types: the page's address follows, so that it can be kept and sent on.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const { requestConfig, pathInfo } = event.detail;
  if (requestConfig?.elt?.matches("form[data-filter]")) history.replaceState(null, "", pathInfo.finalRequestPath);
});
