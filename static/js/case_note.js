// The list of accepted codes, and what is handed over of it, follow the choices on the page; nothing is sent.
const box = document.querySelector("[data-accepted]");

if (box) {
  const list = box.querySelector("ol");
  const count = box.querySelector("[data-count]");

  const element = (name, className, ...inside) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...inside);
    return made;
  };

  const line = ({ value, title, system, url }) => {
    const link = element("a", "", element("span", "code", value), " ", element("span", "title", title));
    link.href = url;
    return element("li", "", link, element("div", "chips", element("span", "chip", system)));
  };

  const accepted = () => {
    const found = new Map();
    for (const option of document.querySelectorAll("[data-option]")) {
      if (option.querySelector("input[value='accept']").checked) found.set(option.dataset.key, option.dataset);
    }
    return [...found.values()];
  };

  const show = () => {
    const codes = accepted();
    const text = codes.map(({ value }) => value).join("\n");
    list.replaceChildren(...codes.map(line));
    count.textContent = codes.length;
    box.querySelector("[data-none]").hidden = codes.length > 0;
    box.querySelector("[data-some]").hidden = codes.length === 0;
    box.querySelector("[name='claim']").value = text;
    box.querySelector("[name='codes']").value = codes.map(({ key }) => key.replace("/", ",")).join("\n");
    box.querySelector("[data-copy]").dataset.copy = text;
  };

  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-option] input")) return;
    show();
    document.getElementById("live").textContent = `${count.textContent} codes accepted`;
  });
  // A browser that comes back to the page restores the choices.
  window.addEventListener("pageshow", show);
}
