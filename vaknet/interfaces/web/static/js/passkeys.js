// Passkeys need the browser's own dialog, and so a script. Without one, or at an address that is
// only a number (where browsers refuse them), the forms stay hidden and codes by mail remain.
(() => {
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
  if (/^[\d.]+$|^\[/.test(location.hostname)) return;

  const wire = (form, ask) => {
    if (!form) return;
    const button = form.querySelector("button");
    const error = form.querySelector("[data-passkey-error]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      error.hidden = true;
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify(await ask(form));
        form.submit();
      } catch {
        // She closed the dialog, or her device has no passkey for us.
        error.hidden = false;
        button.disabled = false;
        button.focus();
      }
    });
  };

  wire(document.querySelector("[data-passkey-sign-in]"), async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    const { request_options: options } = await answer.json();
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey);
    return navigator.credentials.get({ publicKey });
  });

  wire(document.querySelector("[data-passkey-add]"), async () => {
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey);
    return navigator.credentials.create({ publicKey });
  });
  document.querySelector("[data-passkey-absent]")?.remove();
})();
