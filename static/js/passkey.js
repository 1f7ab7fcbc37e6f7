// Shows passkey buttons where the browser knows passkeys, and says in words when one could not be used.
if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkey]").forEach((button) => (button.hidden = false));
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const note = document.getElementById("passkey-error");
  if (note) note.hidden = false;
});
