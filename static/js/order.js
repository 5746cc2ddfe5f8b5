// form[data-order]: its buttons move a row at once; the order is sent when it is saved.
const form = document.querySelector("form[data-order]");
const live = document.getElementById("live");
const rows = () => [...form.querySelectorAll("[data-key]")];

const move = {
  top: (row) => row.parentElement.prepend(row),
  up: (row) => row.previousElementSibling?.before(row),
  down: (row) => row.nextElementSibling?.after(row),
};

const button = (row, how) => row.querySelector(`[name="move"][value^="${how} "]`);

// What the form holds, and which buttons lead nowhere.
const settle = () => {
  const all = rows();
  form.elements.order.value = all.map((row) => row.dataset.key).join(" ");
  all.forEach((row, place) => {
    button(row, "top").disabled = button(row, "up").disabled = place === 0;
    button(row, "down").disabled = place === all.length - 1;
  });
  return all;
};

const moved = (row, how) => {
  form.querySelector(".just-moved")?.classList.remove("just-moved");
  move[how](row);
  row.classList.add("just-moved");
  const all = settle();
  // The focus stays on the row, and on the same button while it leads somewhere.
  const same = button(row, how);
  (same.disabled ? button(row, how === "down" ? "up" : "down") : same).focus();
  if (live) live.textContent = `${row.querySelector(".code").textContent} is number ${all.indexOf(row) + 1} of ${all.length}`;
};

form.addEventListener("submit", (event) => {
  if (event.submitter?.name !== "move") return;
  event.preventDefault();
  moved(event.submitter.closest("[data-key]"), event.submitter.value.split(" ")[0]);
});
// A browser that comes back to the page restores what the form held, and not where its rows stood.
window.addEventListener("pageshow", settle);
