// button[data-print] prints the page; the sheet says the day on which it was printed, not that of loading the page.
for (const button of document.querySelectorAll("button[data-print]")) button.hidden = false;

document.addEventListener("click", (event) => {
  if (event.target.closest("button[data-print]")) window.print();
});

window.addEventListener("beforeprint", () => {
  const today = new Date();
  for (const time of document.querySelectorAll("time[data-printed]")) {
    time.textContent = today.toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
    time.dateTime = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
      .map((number) => String(number).padStart(2, "0")).join("-");
  }
});
