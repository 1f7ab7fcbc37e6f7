/* Sends the next batch of a long job by itself while the page is open. */
const form = document.querySelector("[data-job]");
if (form) window.setTimeout(() => form.requestSubmit(), 150);
