// What makes the pages smoother; every page works without it. No inline handlers: all is bound by data attributes.

/** Menus and popovers close on Escape, on a click elsewhere, and when another one opens. */
function popovers() {
  const all = () => document.querySelectorAll("details:is([data-popover], [data-menu])[open]");
  const close = (except) => all().forEach((one) => one !== except && (one.open = false));
  document.addEventListener("click", (event) => {
    close(event.target.closest("details:is([data-popover], [data-menu])"));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = event.target.closest?.("details:is([data-popover], [data-menu])[open]");
    close();
    open?.querySelector("summary").focus();
  });
}

/** `<a href="#id" data-dialog>` opens the dialog with that id; a click on its backdrop closes it. */
function dialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      const dialog = document.getElementById(opener.dataset.dialog || opener.hash?.slice(1));
      if (dialog?.showModal) {
        event.preventDefault();
        dialog.showModal();
      }
    } else if (event.target.matches("dialog[open]")) {
      event.target.close();
    }
  });
}

/** A short message at the foot of the page; the server asks for one with the header HX-Trigger: {"toast": "text"}. */
function toast(text) {
  const made = document.getElementById("toast-template").content.cloneNode(true).firstElementChild;
  made.querySelector("span").textContent = text;
  made.querySelector("button").addEventListener("click", () => made.remove());
  document.getElementById("toasts").append(made);
  setTimeout(() => made.matches(":focus-within") || made.remove(), 8000);
}

/** An error summary takes the focus, so that it is read first; its links focus the control itself. */
function errors(root) {
  root.querySelector("[data-focus]")?.focus();
}

/** `<form data-once>` is sent once, however often its button is pressed. */
function once() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
}

/** `data-print` prints, `data-copy="text"` copies and says so with data-copied. */
function helpers() {
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      if (copy.dataset.copied) toast(copy.dataset.copied);
    }
  });
}

/** `<form data-auto>` sends itself when a choice in it changes. */
function filters() {
  document.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=checkbox], [type=radio]")) {
      event.target.closest("form[data-auto]")?.requestSubmit();
    }
  });
}

/** htmx: the CSRF token goes along with every request that changes something. */
function htmx() {
  document.body.addEventListener("htmx:configRequest", (event) => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (token && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token;
  });
  document.body.addEventListener("htmx:afterSettle", (event) => {
    errors(event.detail.elt);
    tablists(event.detail.elt);
  });
  document.body.addEventListener("toast", (event) => toast(event.detail.value ?? ""));
}

// Panels below each other become tabs: one list, arrow keys, the chosen panel in the address.
let tabCount = 0;

function choose(list, tab, focus) {
  for (const one of list.children) {
    const chosen = one === tab;
    one.setAttribute("aria-selected", chosen);
    one.tabIndex = chosen ? 0 : -1;
    document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen;
  }
  if (focus) tab.focus();
}

function keys(list, event) {
  const tabs = [...list.children];
  const here = tabs.indexOf(document.activeElement);
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  choose(list, tabs[(to + tabs.length) % tabs.length], true);
}

function build(group) {
  const list = document.createElement("div");
  list.className = "tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", group.dataset.label);
  for (const panel of group.querySelectorAll(":scope > .panel")) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `tab-${++tabCount}`;
    tab.textContent = panel.dataset.title;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", panel.id);
    tab.addEventListener("click", () => {
      choose(list, tab);
      history.replaceState(null, "", `#${panel.id}`);
    });
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.tabIndex = 0;
    list.append(tab);
  }
  list.addEventListener("keydown", (event) => keys(list, event));
  group.prepend(list);
  group.classList.add("tabbed");
  const wanted = [...list.children].find((tab) => `#${tab.getAttribute("aria-controls")}` === location.hash);
  choose(list, wanted ?? list.firstElementChild);
}

/** Make tabs of every `[data-panels]` under root that is not one yet. */
function tablists(root) {
  root.querySelectorAll("[data-panels]:not(.tabbed)").forEach(build);
}

popovers();
dialogs();
once();
helpers();
filters();
htmx();
errors(document);
tablists(document);
