// The service worker: what opens without a connection. Served as /sw.js, with VERSION, SHELL, OFFLINE and ICON before it.
// Kept are the offline page, its style, and of members the pages in KEEP as last seen: of one account, for a weekend.
// Every page of ours says whose it is, by a name that only this server can make; nothing stays for who comes after her.
const DAY = 24 * 60 * 60 * 1000;  // ms
// Another page that opens offline is one line more: its address, and how long it is true. At the door of an event there often is no net.
const KEEP = [[/^\/$/, 3 * DAY], [/^\/b\/\d+\/(kaartje|deur)\/$/, 60 * DAY]];
const keptFor = (path) => KEEP.find(([shape]) => shape.test(path))?.[1] ?? 0;
const [FILES, PAGES] = [`shell-${VERSION}`, "pages"];
const [WHOSE, KEPT_AT] = ["Vaknet-Whose", "Vaknet-Kept-At"];

addEventListener("install", (event) => {
  skipWaiting();
  const fresh = Object.values(OFFLINE).map((address) => new Request(address, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(FILES).then((files) => files.addAll([...SHELL, ...fresh])));
});

addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith("shell-") && name !== FILES;
  const clear = async () => Promise.all((await caches.keys()).filter(isOld).map((name) => caches.delete(name)));
  event.waitUntil(clear().then(() => clients.claim()));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const place = new URL(request.url);
  if (place.origin !== location.origin) return;
  if (isPost(request, place)) event.respondWith(send(request));
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(visit(event, place));
  else if (SHELL.includes(place.pathname)) event.respondWith(fetch(request).catch(() => ofShell(place.pathname)));
});

// The network first, always: what is kept is for when there is none.
const visit = async (event, place) => {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    return await lastSeen(place) ?? await offlinePage();
  }
  if ([403, 404, 410].includes(answer.status) && keptFor(place.pathname)) event.waitUntil(caches.open(PAGES).then((pages) => pages.delete(place.pathname)));
  if (answer.ok && answer.headers.get("Content-Type")?.startsWith("text/html")) event.waitUntil(keep(place, answer.clone()));
  return answer;
};

// A form with a name for what it sends (offline.js) waits in the outbox; of any other the browser says that it failed.
// Not of signing out: then nothing may be in between when the server makes the browser forget.
const isPost = (request, place) => request.method === "POST" && request.mode === "navigate" && place.pathname !== "/uitloggen/"
  && request.headers.get("Content-Type")?.startsWith("application/x-www-form-urlencoded");

const send = async (request) => {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    const post = outbox.post(request.url, [...await copy.formData()]);
    if (!post.once || !post.whose) return Response.error();
    await outbox.keep(post);
    const html = await (await offlinePage()).text();
    const safe = html.replace("data-safe hidden", "data-safe data-saved").replace("data-not-kept", "hidden");
    return new Response(safe, { headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
};

const ofShell = async (address) => (await caches.open(FILES)).match(address, { ignoreVary: true });
const kept = async (address) => (await caches.open(PAGES)).match(address, { ignoreVary: true });

const keep = async (place, answer) => {
  const whose = answer.headers.get(WHOSE);
  const formers = await (await caches.open(PAGES)).matchAll();
  if (formers.some((former) => former.headers.get(WHOSE) !== whose)) await caches.delete(PAGES);
  const files = await caches.open(FILES);
  const language = answer.headers.get("Content-Language");
  if (language && OFFLINE[language]) await files.put("language", new Response(language));
  if (!whose || place.search || !keptFor(place.pathname)) return;
  const headers = new Headers(answer.headers);
  headers.set(KEPT_AT, Date.now());
  await (await caches.open(PAGES)).put(place.pathname, new Response(await answer.text(), { headers }));
};

// With the line that says from when it is; a page of last week is not "today".
const lastSeen = async (place) => {
  const page = keptFor(place.pathname) && await kept(place.pathname);
  if (!page || Date.now() - page.headers.get(KEPT_AT) > keptFor(place.pathname)) return undefined;
  const html = (await page.text()).replace("data-kept-line hidden", "data-kept-line");
  return new Response(html, { headers: page.headers });
};

const offlinePage = async () => {
  const language = await (await ofShell("language"))?.text() ?? Object.keys(OFFLINE)[0];
  return await ofShell(OFFLINE[language]) ?? Response.error();
};

// What it says was sealed for this browser alone; it holds no names.
addEventListener("push", (event) => {
  const { title, body, url } = event.data.json();
  event.waitUntil(registration.showNotification(title, { body, icon: ICON, tag: "answer", data: url }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow(new URL(event.notification.data, location.origin)));
});
