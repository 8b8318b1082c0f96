// Loads the page again when the server has something new to show, at the same place in the page.
// A hidden page does not wait, because browsers open at most six connections to one server.
{
  const shown = document.currentScript.dataset.shown;
  const panel = document.getElementById("calfeed-preview");
  const ended = document.getElementById("calfeed-preview-ended");
  const [place, unfolded] = ["calfeed-preview-place", "calfeed-preview-unfolded"];
  let waiting;

  // By itself, a browser would move what is at the top of the window under the panel.
  const reload = () => {
    sessionStorage.setItem(place, scrollY);
    history.scrollRestoration = "manual";
    location.reload();
  };
  const top = sessionStorage.getItem(place);
  if (top !== null) {
    sessionStorage.removeItem(place);
    const restore = () => scrollTo({ top, behavior: "instant" });
    restore();
    addEventListener("load", () => {
      restore();
      // A browser restores the place right after this event, if it may.
      setTimeout(() => (history.scrollRestoration = "auto"));
    });
  }

  const wait = async () => {
    if (document.hidden || waiting) return;
    waiting = new AbortController();
    const { signal } = waiting;
    while (!signal.aborted) {
      try {
        const response = await fetch(`/_preview/next?${shown}`, { signal });
        if (!response.ok) throw new Error("no preview");
        if ((await response.text()) !== shown) return reload();
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
