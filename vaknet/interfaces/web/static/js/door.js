// At the door one code follows the other. The camera reads them, where the browser can; everywhere they can be typed.
(() => {
  const form = document.querySelector("form[data-door]");
  if (!form) return;
  const [button, film] = [form.querySelector("[data-scan]"), form.querySelector("[data-scanner]")];
  const [AGAIN, PAUSE, KEPT] = [4_000, 250, 500];  // ms: the same ticket is read once; between two looks; until it is kept
  let [stream, last, lastAt] = [undefined, "", 0];

  const field = () => form.elements.code;
  // Answered, or kept for later: the next code is another post, with a name of its own.
  const free = () => {
    delete form.dataset.sent;
    delete form.dataset.said;
    form.elements.once?.remove();
    field().value = "";
  };
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    film.hidden = true;
  };
  const read = async (detector) => {
    if (!stream) return;
    const [found] = await detector.detect(film).catch(() => []);
    const code = found?.rawValue ?? "";
    if (code && !form.dataset.sent && (code !== last || Date.now() - lastAt > AGAIN)) {
      [last, lastAt] = [code, Date.now()];
      field().value = code;
      form.requestSubmit();
      navigator.vibrate?.(80);
    }
    setTimeout(() => read(detector), PAUSE);
  };

  // A page without a place for it: she may not be here any more, or something broke. This page says so itself.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const answer = tasks?.find((task) => task.type === "main");
    if (!answer || answer.fragment.childElementCount || ctx.response?.raw?.redirected) return;
    event.preventDefault();
    location.reload();
  });
  document.addEventListener("htmx:after:swap", () => { free(); if (!stream) field().focus(); });
  document.addEventListener("htmx:error", () => setTimeout(free, KEPT));
  if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) { stop(); return; }
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      field().focus();
      return;
    }
    film.srcObject = stream;
    film.hidden = false;
    await film.play();
    read(new BarcodeDetector({ formats: ["qr_code"] }));
  });
  addEventListener("pagehide", stop);
})();
