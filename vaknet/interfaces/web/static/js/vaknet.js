// Everything works without this file; with it, the theme can be switched and focus follows a swap.
(() => {
  const root = document.documentElement;
  const stored = (() => { try { return localStorage.getItem("theme"); } catch { return null; } })();
  if (stored) root.dataset.theme = stored;

  const switchTheme = () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private window */ }
  };
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", switchTheme);
  }

  // A page with errors says so first.
  document.querySelector(".error-summary")?.focus();

  // After a swap, focus goes to what the server marked as the new place to be.
  document.addEventListener("htmx:after:swap", () => {
    document.querySelector("[data-focus]")?.focus();
  });

  // A form that is on its way is not sent twice by an impatient finger.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else { form.dataset.sent = "1"; setTimeout(() => delete form.dataset.sent, 4000); }
  });
  addEventListener("pageshow", () => { for (const form of document.forms) delete form.dataset.sent; });

  // What you were typing survives a reload, a crash and a session that ended.
  for (const area of document.querySelectorAll("textarea[data-draft]")) {
    const key = `draft:${area.dataset.draft}`;
    try {
      if (!area.value) area.value = sessionStorage.getItem(key) ?? "";
      area.addEventListener("input", () => sessionStorage.setItem(key, area.value));
      area.form.addEventListener("submit", () => sessionStorage.removeItem(key));
    } catch { /* private window */ }
  }
})();
