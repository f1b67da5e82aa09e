// Passkeys need the browser's own dialog, and so a script. The forms stay hidden without it.
(() => {
  if (!globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON) return;

  const send = (form, credential) => {
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
  };

  const signIn = document.querySelector("[data-passkey-sign-in]");
  if (signIn) {
    signIn.hidden = false;
    signIn.addEventListener("submit", async (event) => {
      event.preventDefault();
      const answer = await fetch(signIn.action, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { request_options } = await answer.json();
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(request_options.publicKey);
      try { send(signIn, await navigator.credentials.get({ publicKey })); } catch { /* she closed the dialog */ }
    });
  }

  const add = document.querySelector("[data-passkey-add]");
  if (add) {
    add.hidden = false;
    add.addEventListener("submit", async (event) => {
      event.preventDefault();
      const options = JSON.parse(document.getElementById("passkey-options").textContent);
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey);
      try { send(add, await navigator.credentials.create({ publicKey })); } catch { /* she closed the dialog */ }
    });
  }
})();
