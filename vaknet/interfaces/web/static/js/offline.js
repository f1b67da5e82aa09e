// What is posted without a connection is kept on this device and sent later. Without this file it is not lost silently:
// the browser says that it could not be sent.
(() => {
  const box = document.getElementById("outbox");
  const whose = document.body.dataset.mine ?? "";
  let [waiting, toSend] = [0, 0];

  if (navigator.serviceWorker) {
    addEventListener("load", () => navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {}));
  }

  // The server asks the browser to forget; an older one does not know how.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-sign-out]")) return;
    if (waiting && !confirm(box.dataset.warning)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    globalThis.caches?.delete("pages");
    globalThis.indexedDB?.deleteDatabase("vaknet");
  }, true);

  if (!box || !globalThis.indexedDB || !globalThis.crypto?.randomUUID) return;

  // What is posted has a name; a second try with the same words has the same, also of who presses twice.
  const nameIt = (form) => {
    const said = JSON.stringify(postOf(form).fields.filter(([name]) => name !== "once"));
    const once = form.dataset.said === said && form.elements.once?.value || crypto.randomUUID();
    form.dataset.said = said;
    for (const [name, value] of [["once", once], ["whose", whose], ["kind", form.dataset.outbox]]) {
      const field = form.elements[name] ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name }));
      field.value = value;
    }
  };
  const hasFile = (form) => [...form.querySelectorAll("[type=file]")].some((field) => field.files.length);

  // Before any other listener: what does not go anywhere is not "on its way".
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-outbox]") || form.dataset.sent) return;
    nameIt(form);
    if (navigator.onLine || hasFile(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.reportValidity() && words(postOf(form))) keep(form).catch(() => {});
  }, true);

  // The browser thought there was a connection, and a part of the page was on its way. Not of a field within the form,
  // which asks something of its own while she types.
  document.addEventListener("htmx:error", (event) => {
    const form = event.target;
    if (form.matches?.("[data-outbox]") && event.detail.ctx?.request && !event.detail.ctx.response && !hasFile(form)) keep(form).catch(() => {});
  });

  const postOf = (form) => outbox.post(form.action, [...new FormData(form)]);
  const keep = async (form) => {
    await outbox.keep(postOf(form));
    form.elements.once?.remove();  // what she writes next is another post
    delete form.dataset.said;
    for (const part of [form, ...form.querySelectorAll("[data-draft]")]) {
      if (part.dataset.draft) sessionStorage.removeItem(`draft:${whose}:${part.dataset.draft}`);
    }
    form.reset();
    await show();
    box.scrollIntoView({ block: "nearest" });
  };

  const line = (kind, post, where) => {
    const made = box.querySelector(`template[data-${kind}]`).content.cloneNode(true);
    const put = (name, act) => { for (const part of made.querySelectorAll(`[data-${name}]`)) act(part); };
    put("words", (part) => { part.textContent = ["refused", "old"].includes(kind) ? words(post) : cut(words(post)); });
    const state = navigator.onLine ? "later" : post.kind === "answer" ? "answer" : "other";
    for (const one of ["later", "answer", "other"]) put(one, (part) => { part.hidden = one !== state; });
    put("where", (part) => { part.href = where; part.addEventListener("click", look); });
    put("reason", (part) => { part.textContent = post.no; });
    put("now", (part) => part.addEventListener("click", () => outbox.keep({ ...post, at: Date.now() }).then(() => show()).then(sendAll)));
    put("drop", (part) => part.addEventListener("click", () => outbox.drop(post.once).then(show)));
    box.append(made);
  };
  // To a place on this very page: it has to come anew, or the answer is not on it yet.
  const look = (event) => {
    if (event.target.pathname !== location.pathname) return;
    event.preventDefault();
    history.replaceState(null, "", event.target.href);
    location.reload();
  };
  const cut = (text) => text.length > 100 ? `${text.slice(0, 100)}…` : text;
  const words = (post) => post.fields.filter(([name]) => ["title", "text", "body", "code"].includes(name)).map(([, value]) => value).join("\n\n").trim();
  const rests = (post) => "no" in post || outbox.isOld(post);  // until she does something with it
  const kindOf = (post) => "no" in post ? "refused" : outbox.isOld(post) ? "old" : post.door ? "door" : "waits";
  const show = async (posted = []) => {
    const posts = await outbox.of(whose);
    [waiting, toSend] = [posts.length, posts.filter((post) => !rests(post)).length];
    for (const part of box.querySelectorAll(":scope > :not(template)")) part.remove();
    for (const [post, where] of posted) line("posted", post, where);
    for (const post of posts) line(kindOf(post), post, post.to);
    box.hidden = !box.querySelector(":scope > :not(template)");
  };

  const cookie = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]+)`))?.[1];
  const NEVER = [404, 405, 410, 413, 422];
  const send = async (post) => {
    // Networks at one address of a machine each have their own, by port.
    const token = cookie(`csrftoken_${location.port}`) ?? cookie("csrftoken") ?? "";
    const headers = { "X-CSRFToken": token, "Vaknet-Outbox": whose };
    const answer = await fetch(post.to, { method: "POST", body: new URLSearchParams(post.fields), headers, redirect: "manual" });
    if (answer.status === 200 || answer.status === 201) {
      const { where } = await answer.json();  // an answer of somebody in between is no answer
      await outbox.drop(post.once);
      return where;
    }
    if (NEVER.includes(answer.status)) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      await outbox.keep({ ...post, no: (page.querySelector(".error-summary li") ?? page.querySelector("h1"))?.textContent.trim() ?? "" });
    } else if (answer.status === 401 || answer.status === 403) {
      await outbox.keep({ ...post, door: true });
    }
    return undefined;
  };

  // One tab at a time; the server would see to it too.
  const sendAll = () => navigator.locks.request("outbox", { ifAvailable: true }, async (lock) => {
    if (!lock || !navigator.onLine) return;
    const posted = [];
    for (const post of await outbox.of(whose)) {
      if (rests(post)) continue;
      const where = await send(post).catch(() => undefined);  // it waits for the next time
      if (where) posted.push([post, where]);
    }
    if (posted.length || toSend) await show(posted);
  }).catch(() => {});

  show().then(sendAll).catch(() => {});
  addEventListener("online", sendAll);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && toSend) sendAll(); });
  setInterval(() => { if (!document.hidden && toSend) sendAll(); }, 60_000);
})();
