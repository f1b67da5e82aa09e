// What was posted without a connection waits here, on the device. Pages and the service worker both use this file.
// In IndexedDB, which is still there tomorrow; under a name of whose it is, as drafts are. Signing out wipes all of it.
const outbox = (() => {
  const LONGEST = 30 * 24 * 60 * 60 * 1000;  // ms; the server remembers what it had for twice as long
  const opened = () => new Promise((done, fail) => {
    const asked = indexedDB.open("vaknet", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("outbox", { keyPath: "once" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const act = async (mode, ask) => {
    const base = await opened();
    try {
      return await new Promise((done, fail) => {
        const [work, asked] = [base.transaction("outbox", mode), {}];
        asked.for = ask(work.objectStore("outbox"));
        work.oncomplete = () => done(asked.for.result);
        work.onabort = () => fail(work.error);
      });
    } finally { base.close(); }
  };
  return {
    keep: (post) => act("readwrite", (box) => box.put(post)),
    drop: (once) => act("readwrite", (box) => box.delete(once)),
    of: async (whose) => (await act("readonly", (box) => box.getAll())).filter((post) => post.whose === whose),
    // It is not sent by itself any more: the server may have forgotten that it has it. Her words stay until she decides.
    isOld: (post) => Date.now() - post.at > LONGEST,
    // Of a form: what it says, whereto, and the name under which the server has it once.
    post: (to, entries) => {
      const fields = entries.filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "whose", "kind"].includes(name));
      const said = (name) => entries.find((entry) => entry[0] === name)?.[1];
      return { once: said("once"), whose: said("whose"), kind: said("kind"), to, fields, at: Date.now() };
    },
  };
})();
