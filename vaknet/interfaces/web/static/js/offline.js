// Without this file everything works that needs a connection.
(() => {
  if (!navigator.serviceWorker) return;
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {}));

  // The server asks the browser to forget; an older one does not know how.
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-sign-out]")) globalThis.caches?.delete("pages");
  });
})();
