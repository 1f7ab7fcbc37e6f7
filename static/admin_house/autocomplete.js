/* Names the search fields that a script draws over selects, after the label of the select. */
function name() {
  for (const shown of document.querySelectorAll(".select2-selection__rendered[role=textbox]")) {
    const select = shown.closest(".select2")?.previousElementSibling;
    const label = select?.getAttribute("aria-label") ?? document.querySelector(`label[for="${select?.id}"]`)?.textContent;
    if (label) shown.setAttribute("aria-label", label.trim());
  }
}

window.addEventListener("load", name);
document.addEventListener("formset:added", () => window.setTimeout(name));
