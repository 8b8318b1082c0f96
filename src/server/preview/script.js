// Loads the page again when the server has something new to show. The browser then keeps the place in the page.
// A hidden page does not wait, because browsers open at most six connections to one server.
{
  const shown = document.currentScript.dataset.shown;
  const panel = document.getElementById("calfeed-preview");
  const ended = document.getElementById("calfeed-preview-ended");
  const unfolded = "calfeed-preview-unfolded";
  let waiting;

  const wait = async () => {
    if (document.hidden || waiting) return;
    waiting = new AbortController();
    const { signal } = waiting;
    while (!signal.aborted) {
      try {
        const response = await fetch(`/_preview/next?${shown}`, { signal });
        if (!response.ok) throw new Error("no preview");
        if ((await response.text()) !== shown) return location.reload();
        ended.hidden = true;
      } catch {
        if (signal.aborted) return;
        ended.hidden = false;
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
  };

  const stop = () => {
    waiting?.abort();
    waiting = undefined;
  };

  if (panel?.classList.contains("broken")) document.title = `Error: ${document.title}`;
  const details = panel?.querySelector("details");
  if (details) {
    details.open = sessionStorage.getItem(unfolded) === "yes";
    details.addEventListener("toggle", () => sessionStorage.setItem(unfolded, details.open ? "yes" : "no"));
  }
  document.addEventListener("visibilitychange", () => (document.hidden ? stop() : wait()));
  addEventListener("pagehide", stop);
  addEventListener("pageshow", wait);
}
