// A line that says "1 new answer" while the page is open, and shows it when asked. The stream says only "look"; what is
// new is asked of the page itself. Without this file, or without a stream, the page stays as it was opened.
(() => {
  const [FIRST, LONGEST, STEADY, FRESH, QUIET] = [5_000, 300_000, 60_000, 600_000, 3_000];  // ms
  let stream, timer, opened = 0, ticketed = Date.now(), typed = 0, wait = FIRST, heard = "", isShut = false;
  const place = () => document.getElementById("news");

  const hush = () => { clearTimeout(timer); stream?.close(); stream = undefined; };
  const shut = () => { isShut = true; hush(); place()?.replaceChildren(); };

  // Only while somebody looks: a tab in the background costs nothing.
  const listen = () => {
    hush();
    if (isShut || document.hidden || !place()) return;
    if (Date.now() - ticketed > FRESH) { look().then(open, later); return; }
    open();
  };
  const open = () => {
    hush();
    if (isShut || document.hidden || !place()) return;
    stream = new EventSource(place().dataset.stream + (heard && `&na=${heard}`));
    stream.addEventListener("open", () => { opened = Date.now(); });
    stream.addEventListener("new", (event) => { heard = event.lastEventId; look().catch(() => {}); });
    stream.addEventListener("over", () => { hush(); timer = setTimeout(() => look().then(open, later), Math.random() * FIRST); });
    stream.addEventListener("error", later);
  };

  // Not by the browser's own clock: that knocks every few seconds, for ever.
  const later = () => {
    hush();
    if (opened && Date.now() - opened > STEADY) wait = FIRST;
    opened = 0;
    timer = setTimeout(listen, wait * (0.5 + Math.random()));
    wait = Math.min(wait * 2, LONGEST);
  };

  const look = async () => {
    const answer = await fetch(place().dataset.look, { redirect: "manual" });
    if (answer.status === 404 || answer.type === "opaqueredirect") { shut(); return; }
    if (!answer.ok) throw new Error("no answer");
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("news");
    if (!made) { shut(); return; }
    ticketed = Date.now();
    show(document.adoptNode(made));
  };

  // Nothing moves under the eyes of who types, or while her own words are on their way.
  const isBusy = () => Date.now() - typed < QUIET || document.querySelector("form[data-sent]");
  const show = (made) => {
    const old = place();
    if (isShut || old?.dataset.look !== made.dataset.look) return;  // she has it already
    old.dataset.stream = made.dataset.stream;
    if (old.dataset.number === made.dataset.number) return;
    if (isBusy()) { setTimeout(() => show(made), 500); return; }
    const [held, hadFocus] = [document.activeElement, old.contains(document.activeElement)];
    const before = held.getBoundingClientRect().top;
    old.replaceWith(made);
    globalThis.htmx?.process(made);
    if (hadFocus) made.querySelector("button")?.focus();
    else if (made.getBoundingClientRect().top >= 0) scrollBy({ top: held.getBoundingClientRect().top - before, behavior: "instant" });
    document.getElementById("announcer").textContent = made.textContent.trim();
  };

  addEventListener("input", () => { typed = Date.now(); });
  document.addEventListener("visibilitychange", listen);
  document.addEventListener("htmx:after:swap", () => { if (!stream) listen(); });
  listen();
})();
