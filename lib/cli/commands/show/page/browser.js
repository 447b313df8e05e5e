"use strict";
// Tabs, search and filters. Without this script the page shows everything.
(() => {
  const form = document.getElementById("filter");
  const count = document.getElementById("count");
  const links = [...document.querySelectorAll("nav a")];
  const views = links.map((link) => ({ link, element: document.getElementById(link.hash.slice(1)) }));
  const filters = ["may", "from", "account", "risk"];
  let current = views[0];

  /** The rows of a view and their text, read when the view is first shown. */
  function rowsOf(view) {
    view.groups ??= [...view.element.querySelectorAll(".group")];
    view.rows ??= view.groups.flatMap((group, index) => {
      const title = textOf(group.querySelector("header"));
      return (group.matches(".row") ? [group] : [...group.querySelectorAll(".row")]).map((element) => ({
        element,
        index,
        text: `${title} ${[...element.children].map(textOf).join(" ")}`,
        values: filters.map((name) => element.dataset[name].split(" ")),
      }));
    });
    return view.rows;
  }

  /** Folded policies are not searched. */
  function textOf(element) {
    return element.localName === "details" ? "" : element.textContent.toLowerCase();
  }

  function filter(view) {
    const words = form.elements.q.value.toLowerCase().split(/\s+/);
    const wanted = filters.map((name) => form.elements[name].value);
    const found = new Set();
    for (const row of rowsOf(view)) {
      const isFound =
        words.every((word) => row.text.includes(word)) &&
        wanted.every((value, index) => value === "" || row.values[index].includes(value));
      if (row.element.hidden === isFound) row.element.hidden = !isFound;
      if (isFound) found.add(row.index);
    }
    for (const [index, group] of view.groups.entries()) {
      if (group.hidden === found.has(index)) group.hidden = !found.has(index);
    }
    view.element.querySelector(".empty").hidden = found.size > 0;
    return found.size;
  }

  function show() {
    for (const view of views) {
      view.element.classList.toggle("away", view !== current);
      if (view === current) view.link.setAttribute("aria-current", "true");
      else view.link.removeAttribute("aria-current");
    }
    const title = current.element.querySelector("h2").textContent;
    const number = (value) => value.toLocaleString("en");
    count.textContent = `${number(filter(current))} of ${number(current.groups.length)}: ${title}`;
    const values = [...new FormData(form).values()].filter((value) => value.trim() !== "");
    // For print, which does not show the fields.
    if (values.length > 0) count.append(element("span", `, filtered by ${values.join(", ")}`));
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  /** The view and the filter as a fragment. */
  function fragment() {
    const parameters = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    if (current !== views[0]) parameters.set("view", current.element.id);
    return `#${parameters}`;
  }

  function remember() {
    const end = fragment();
    // An empty fragment would scroll to the top.
    history.replaceState(null, "", end === "#" ? location.href.split("#")[0] : end);
  }

  function follow() {
    const target = document.querySelector(":target");
    const view = views.find(({ element }) => element.contains(target));
    if (view !== undefined) return reach(target, view);
    const parameters = new URLSearchParams(location.hash.slice(1));
    fill(parameters);
    current = views.find(({ element }) => element.id === parameters.get("view")) ?? views[0];
    show();
  }

  function fill(parameters) {
    for (const name of ["q", ...filters]) form.elements[name].value = parameters.get(name) ?? "";
  }

  /** Shows a role, a repository or a rule. Resets the filter if it hides it. */
  function reach(target, view) {
    current = view;
    show();
    if (target.closest("[hidden]") !== null) {
      fill(new URLSearchParams());
      show();
    }
    target.scrollIntoView();
    // The heights of what was not rendered yet were estimates.
    requestAnimationFrame(() => target.scrollIntoView());
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  /** Unfolds the notes of a row's chips, copied from the role, or folds them. */
  function unfold(link) {
    const isOpen = link.getAttribute("aria-expanded") === "true";
    link.setAttribute("aria-expanded", String(!isOpen));
    if (isOpen) return link.nextElementSibling.remove();
    const notes = document.getElementById(link.hash.slice(1)).querySelector(".risks").cloneNode(true);
    const chips = [...link.children].map((chip) => chip.textContent);
    for (const note of [...notes.children]) {
      if (!chips.includes(note.firstElementChild.textContent)) note.remove();
    }
    link.after(notes);
  }

  form.addEventListener("input", () => {
    show();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () =>
    // The fields are empty only after this.
    setTimeout(() => {
      show();
      remember();
    }),
  );
  for (const view of views) {
    view.link.addEventListener("click", (event) => {
      event.preventDefault();
      current = view;
      show();
      remember();
    });
  }
  for (const link of document.querySelectorAll(".why")) link.setAttribute("aria-expanded", "false");
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".why");
    if (link === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    unfold(link);
  });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => views.forEach(filter));
  addEventListener("keydown", (event) => {
    const { q } = form.elements;
    if (event.key === "/" && !event.target.matches("input, select")) {
      event.preventDefault();
      q.focus();
      q.select();
    }
  });
  form.hidden = false;
  follow();
})();
