// "Tell me when there is an answer": the browser asks whether it may, and only after this button. Without this file, or
// where a browser shows no messages, the same button asks for an e-mail.
(() => {
  const form = document.querySelector("[data-push-key]");
  if (!form || !globalThis.PushManager || !globalThis.Notification || !navigator.serviceWorker) return;
  const show = (wanted) => {
    for (const name of ["by-mail", "by-push", "not-here"]) form.querySelector(`[data-${name}]`).hidden = name !== wanted;
  };
  let isHere = Notification.permission !== "denied";
  form.hidden = form.hidden && !isHere;
  if (isHere) show("by-push");

  form.addEventListener("submit", (event) => {
    if (!isHere) return;
    event.preventDefault();
    event.stopPropagation();  // not "on its way" yet
    allow().then(() => form.submit(), () => { isHere = false; show("not-here"); });
  });

  const allow = async () => {
    if (await Notification.requestPermission() !== "granted") throw new Error("not allowed");
    const { pushManager } = await navigator.serviceWorker.ready;
    const former = await pushManager.getSubscription();
    if (former) await former.unsubscribe();  // perhaps of another account, or of a key of before
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: form.dataset.pushKey });
    const { endpoint, keys } = made.toJSON();
    Object.entries({ endpoint, key: keys.p256dh, secret: keys.auth }).forEach(([name, value]) => { form.elements[name].value = value; });
  };
})();
