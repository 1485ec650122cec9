"use strict";
// Nothing here is needed: without it a mark is a link, a field a field, a text one that can be selected.

// The card of a number is fetched when its mark is opened.
document.addEventListener("toggle", async (event) => {
  const mark = event.target;
  if (!mark.matches("details[data-card]") || !mark.open || mark.dataset.loaded) return;
  mark.dataset.loaded = "yes";
  const card = mark.querySelector(".card");
  try {
    const answer = await fetch(mark.dataset.card);
    if (answer.ok) card.innerHTML = await answer.text();
    else delete mark.dataset.loaded;
  } catch {
    delete mark.dataset.loaded; // the link in the card still leads there
  }
}, true);

document.addEventListener("keydown", (event) => {
  const mark = event.target.closest("details.about[open]");
  if (event.key !== "Escape" || !mark) return;
  mark.open = false;
  mark.querySelector("summary").focus();
});

for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const words = button.textContent;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 3000);
  });
}

// Combobox with a list, after the ARIA Authoring Practices: arrows choose, Enter takes, Escape closes.
for (const field of document.querySelectorAll("input[data-areas]")) {
  const list = document.createElement("ul");
  const status = document.createElement("span");
  list.className = "options";
  list.id = `${field.id}-options`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent);
  status.className = "unseen";
  status.setAttribute("role", "status");
  field.after(list, status);
  field.removeAttribute("list");
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    field.setAttribute(name, value);
  }
  let at = -1;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (next) => {
    const options = [...list.children];
    if (!options.length) return;
    at = (next + options.length) % options.length;
    options.forEach((option, n) => option.setAttribute("aria-selected", String(n === at)));
    field.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const take = (option) => {
    field.value = option.firstChild.textContent;
    close();
  };
  const show = (found) => {
    list.replaceChildren(...found.map((area, n) => {
      const option = document.createElement("li");
      const name = document.createElement("span");
      const code = document.createElement("span");
      option.id = `${list.id}-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      name.textContent = area.name;
      code.textContent = area.code.toUpperCase();
      code.className = "code";
      option.append(name, code);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = field.dataset.found.replace("{n}", found.length);
  };

  field.addEventListener("input", () => {
    const turn = ++asked;
    close();
    if (!field.value.trim()) return;
    setTimeout(async () => {
      if (turn !== asked) return;
      try {
        const answer = await fetch(`${field.dataset.areas}?q=${encodeURIComponent(field.value)}`);
        if (answer.ok && turn === asked) show(await answer.json());
      } catch { /* the field works as it is */ }
    }, 120);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { choose(at < 0 && step < 0 ? -1 : at + step); event.preventDefault(); }
    else if (event.key === "Enter" && at >= 0) { take(list.children[at]); event.preventDefault(); }
    else if (event.key === "Escape") { asked++; close(); event.preventDefault(); }
  });
  field.addEventListener("blur", () => { asked++; close(); });
}
