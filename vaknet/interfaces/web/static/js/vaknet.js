// Everything works without this file; with it, the theme can be switched, focus goes where something
// changed, a form is not sent twice and what you were typing survives.
(() => {
  const root = document.documentElement;

  // In a cookie, not in local storage: then the server sends the right page at once.
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const switchTheme = () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax${secure}`;
  };
  for (const button of document.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", switchTheme);
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // A page with errors says so first; after a swap the server marks the new place to be.
  const focusOn = (place) => {
    if (!place) return;
    if (place.tabIndex < 0) place.tabIndex = -1;
    place.focus();
  };
  const newPlace = () => document.querySelector(".error-summary") ?? document.querySelector("[data-focus]");
  focusOn(newPlace());
  let opened = "";
  document.addEventListener("click", (event) => { opened = event.target.closest?.("a[hx-select]")?.getAttribute("hx-select") ?? ""; });
  document.addEventListener("htmx:after:swap", () => focusOn(newPlace() ?? (opened && document.querySelector(`${opened} h2`))));

  // An answer that was sent elsewhere is a page of its own: go there, as without htmx.
  document.addEventListener("htmx:before:swap", (event) => {
    const response = event.detail.ctx?.response?.raw;
    if (response?.redirected) { event.preventDefault(); location.assign(response.url); }
  });

  // A link to something inside a closed part opens it.
  const openPart = () => {
    const part = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const closed = part && (part.closest("details") ?? part.querySelector("details"));
    if (closed) closed.open = true;
  };
  addEventListener("hashchange", openPart);
  openPart();

  // A form that is on its way is not sent twice by an impatient finger.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-busy", "true");
    setTimeout(() => free(form), 4000);
  });
  const free = (form) => {
    delete form.dataset.sent;
    for (const part of form.querySelectorAll("[aria-busy]")) part.removeAttribute("aria-busy");
  };
  addEventListener("pageshow", () => { for (const form of document.forms) free(form); });

  // What you were typing survives a reload, a crash and a session that ended: until the page that says "saved" is there.
  // In sessionStorage, not in localStorage: a computer may be shared, and a tab that closes leaves nothing. Under a name
  // of whose it is: who signs in next in this tab does not see it. Signing out wipes all of it.
  const [DRAFT, SENT] = ["draft:", "draft-sent"];
  const safely = (act) => { try { act(); } catch { /* private window */ } };
  const nameOf = (part) => `${DRAFT}${document.body.dataset.mine}:${part.dataset.draft}`;
  const settle = () => {
    const sent = sessionStorage.getItem(SENT);
    if (sent && document.querySelector("[data-saved]") && !document.querySelector(".error")) sessionStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
  };
  safely(settle);
  const keepDraft = (part, fields) => {
    const name = nameOf(part);
    const form = part.form ?? part;
    const kept = JSON.parse(sessionStorage.getItem(name) ?? "{}");
    const hasErrors = form.querySelector(".error");
    for (const field of hasErrors ? [] : fields) {
      if (!(field.name in kept) || kept[field.name] === valueOf(field)) continue;
      field.type === "checkbox" ? field.checked = kept[field.name] : field.value = kept[field.name];
      form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
    }
    const keep = () => sessionStorage.setItem(name, JSON.stringify(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)]))));
    for (const field of fields) field.addEventListener("input", keep);
    form.addEventListener("submit", () => sessionStorage.setItem(SENT, name));
  };
  const valueOf = (field) => field.type === "checkbox" ? field.checked : field.value;
  const keepDrafts = () => {
    for (const part of document.querySelectorAll("[data-draft]:not([data-kept])")) {
      part.dataset.kept = "";
      safely(() => keepDraft(part, part.form ? [part] : [...part.elements].filter((field) => field.name && !["hidden", "submit", "radio"].includes(field.type) && !(part.elements[field.name] instanceof RadioNodeList))));
    }
  };
  keepDrafts();
  document.addEventListener("htmx:after:swap", () => { safely(settle); keepDrafts(); });

  // Whether a link is shown with a preview is asked when there is a link.
  const askOfLinks = () => {
    for (const box of document.querySelectorAll("[data-with-link]")) {
      const written = [...box.form.querySelectorAll("textarea")].some((field) => field.value.includes("://"));
      box.closest(".field").hidden = !written && !box.checked;
    }
  };
  askOfLinks();
  for (const moment of ["input", "htmx:after:swap"]) document.addEventListener(moment, askOfLinks);

  // A window with more behind it than this page only she can close: an empty page takes its place.
  for (const button of document.querySelectorAll("[data-leave]")) {
    button.hidden = false;
    button.addEventListener("click", () => history.length > 1 ? location.replace("about:blank") : window.close());
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    safely(() => { for (const name of Object.keys(sessionStorage)) if (name.startsWith(DRAFT) || name === SENT) sessionStorage.removeItem(name); });
  });
})();
