// The check page with a script: progress as it comes, the keys n and p, copy buttons. Without it every task works too.
"use strict";

// A form sent with a script shows the progress instead of waiting for the findings.
for (const form of document.querySelectorAll("form[data-live]")) {
  form.addEventListener("submit", () => {
    if (form.elements.live) return;
    const live = document.createElement("input");
    live.type = "hidden";
    live.name = "live";
    live.value = "1";
    form.append(live);
  });
  // A bookmark on another page puts the text behind the #: a browser sends that to nobody.
  const handed = new URLSearchParams(location.hash.slice(1)).get("text");
  if (handed) {
    form.elements.text.value = handed;
    history.replaceState(null, "", location.pathname + location.search);
    form.elements.text.focus();
  }
}

// A bookmark is dragged; on this page itself it has nothing to do.
for (const link of document.querySelectorAll("a[data-inert]")) link.addEventListener("click", (event) => event.preventDefault());

const progress = document.querySelector("[data-progress]");
if (progress) {
  const status = progress.querySelector("[role=status]");
  const bar = progress.querySelector("progress");
  const list = progress.querySelector(".coming");
  const query = new URLSearchParams(location.search);
  query.delete("wait");
  const search = query.size ? `?${query}` : "";
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const source = new EventSource(progress.dataset.progress + search);
  let all = 0;
  let judged = 0;
  const show = () => location.replace(location.pathname + search + location.hash);
  source.addEventListener("sentences", (event) => {
    status.textContent = fill(progress.dataset.sentences, JSON.parse(event.data));
  });
  source.addEventListener("claim", (event) => {
    all = JSON.parse(event.data).count;
    bar.max = Math.max(all, 1);
    bar.value = 0;
    status.textContent = fill(progress.dataset.claims, { count: all });
  });
  source.addEventListener("finding", (event) => {
    const told = JSON.parse(event.data);
    bar.value = ++judged;
    status.textContent = fill(progress.dataset.judged, { count: judged, all });
    const item = document.createElement("li");
    item.className = `state-${told.state}`;
    for (const [tag, name, text] of [["span", "state-mark", ""], ["span", "word", told.word], ["q", "", told.quote]]) {
      const part = document.createElement(tag);
      part.className = name;
      part.textContent = text;
      item.append(part, " ");
    }
    list.append(item);
  });
  for (const end of ["done", "failed"]) {
    source.addEventListener(end, () => {
      source.close();
      show();
    });
  }
  source.addEventListener("error", () => {
    source.close();
    setTimeout(show, 2000);
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  const label = button.firstChild;
  const before = label.data;
  button.addEventListener("click", async () => {
    const from = document.getElementById(button.dataset.copy);
    const text = (from.value ?? from.textContent).trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      getSelection().selectAllChildren(from);
      return;
    }
    label.data = button.dataset.done;
    setTimeout(() => {
      label.data = before;
    }, 2000);
  });
}

const article = document.getElementById("article");
if (article && article.dataset.keys) {
  const note = document.querySelector("[data-keys-note]");
  if (note) note.hidden = false;
  const claims = [...article.querySelectorAll("mark a")];
  // One claim may be marked in several pieces; the first of each is its place.
  const places = claims.filter((link, at) => claims.findIndex((other) => other.hash === link.hash) === at);
  const open = (id) => {
    const card = document.getElementById(id);
    const details = card && card.closest("details[name=finding]");
    if (!details) return false;
    details.open = true;
    card.focus({ preventScroll: matchMedia("(min-width: 60rem)").matches });
    return true;
  };
  const step = (by) => {
    const here = document.activeElement;
    const at = places.findIndex((link) => link === here || link.hash === `#${here.closest("[id^=finding-]")?.id}`);
    const after = at < 0 ? places.findIndex((link) => here.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING) : at + by;
    const next = places[at < 0 && by < 0 ? (after < 0 ? places.length : after) - 1 : after];
    if (next) next.focus();
  };
  if (article.dataset.keys === "on") {
    article.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
      if (event.key === "n") step(1);
      else if (event.key === "p") step(-1);
      else return;
      event.preventDefault();
    });
  }
  article.addEventListener("keydown", (event) => {
    const details = event.key === "Escape" && event.target.closest("details[name=finding]");
    if (!details) return;
    details.open = false;
    places.find((link) => link.hash === `#finding-${details.id.slice("claim-".length)}`)?.focus();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#finding-']");
    if (link && open(link.hash.slice(1))) {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
    }
    const back = event.target.closest("a[href='#findings']");
    if (back) {
      event.preventDefault();
      for (const one of article.querySelectorAll("details[name=finding][open]")) one.open = false;
      document.getElementById("findings").focus();
    }
  });
  if (location.hash.startsWith("#finding-")) open(location.hash.slice(1));
}
