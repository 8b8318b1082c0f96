// The visitor's own time, what is over, and the filter. Without this script a page is complete, and says on which day it was made.
// The words are attributes of the script's element and of the filter.
{
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = document.currentScript.dataset;
  const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

  // What the visitor's clock and calendar show at an instant: "2026-06-25T06:00".
  const shown = (instant) => new Date(instant - instant.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  const date = (instant) => [{ weekday: "long" }, { day: "numeric", month: "long" }]
    .map((parts) => instant.toLocaleDateString(words.lang, parts)).join(" ");
  const clock = (instant) => {
    const [hours, minutes] = [instant.getHours(), shown(instant).slice(14)];
    if (!words.am) return shown(instant).slice(11);
    if (minutes === "00" && hours % 12 === 0) return hours ? words.midday : words.midnight;
    return (hours % 12 || 12) + (minutes === "00" ? "" : `:${minutes}`) + (hours < 12 ? words.am : words.pm);
  };

  for (const time of all("time[data-zone]")) {
    const [start, end] = [time.dateTime, time.dataset.end].map((written) => new Date(written));
    const isSame = time.dateTime.startsWith(shown(start)) && time.dataset.end.startsWith(shown(end));
    if (isSame || time.closest(".off")) continue;
    const [from, to] = [start, end].map((instant) => shown(instant).slice(0, 10));
    const isLong = from !== to && end - start > 12 * 3600000;
    const on = (instant, isNamed) => (isNamed ? fill(words.day, { day: date(instant), time: clock(instant) }) : clock(instant));
    const yours = document.createElement("span");
    yours.className = "yours";
    const values = { start: on(start, isLong || !time.dateTime.startsWith(from)), end: on(end, isLong) };
    yours.textContent = ` ${fill(words.yours, values)}`;
    let place = time.closest("a") ?? time;
    while (place.nextElementSibling?.matches("data, .zone")) place = place.nextElementSibling;
    place.after(yours);
  }

  const coming = "[data-upcoming], .next";

  // Hides what has no entry left: headings of months, and lists; or shows that nothing is planned.
  const tidy = () => {
    for (const part of all(coming)) {
      for (const heading of all(".month", part)) {
        let entry = heading.nextElementSibling;
        while (entry?.matches(".entry[hidden]")) entry = entry.nextElementSibling;
        heading.hidden = !entry?.matches(".entry");
      }
      const later = all("[data-month]", part).some((month) => month.dataset.month > shown(new Date(Date.now())));
      const empty = part.querySelector(".empty");
      if (empty) empty.hidden = later || part.querySelector(".entry") !== null;
      else part.hidden = !part.querySelector("article, [data-ends]");
    }
  };

  // The event after the one that was next takes its place.
  const replace = (hero) => {
    const isAhead = (it) => new Date(it.querySelector("time")?.dateTime) > Date.now();
    const entry = all("[data-upcoming] .entry[data-ends]:not(.off)").find(isAhead);
    if (!entry) return hero.remove();
    const heading = hero.querySelector("h2");
    heading.querySelector("a").replaceWith(entry.querySelector(".name a").cloneNode(true));
    const kept = [...entry.children].filter((part) => part.matches(".when, .news, .where, .add"));
    hero.replaceChildren(heading, ...kept.map((part) => part.cloneNode(true)));
    for (const zone of all(".of-page", hero)) zone.classList.remove("of-page");
    for (const add of all("details", hero)) add.open = true;
    hero.dataset.ends = entry.querySelector("time").dateTime;
  };

  // Removes what is over, now and whenever something ends. An all-day event ends at midnight.
  let timer;
  const check = () => {
    const now = Date.now();
    let next = now + 2 ** 31 - 1;
    const isOver = (it) => {
      const { ends } = it.dataset;
      const end = new Date(ends.length > 10 ? ends : `${ends}T00:00`).getTime();
      if (end > now) next = Math.min(next, end);
      return end <= now;
    };
    for (const it of all("[data-ends]:not(.hero)").filter(isOver)) {
      if (!it.closest(coming)) it.classList.add("over");
      else if (!it.contains(document.activeElement)) it.remove();
    }
    for (const month of all("[data-month]")) {
      if (month.dataset.month >= shown(new Date(now)).slice(0, 7)) continue;
      const list = month.parentElement;
      month.remove();
      if (!list.children.length) list.closest("nav")?.remove();
    }
    all(".hero[data-ends]").filter(isOver).forEach(replace);
    tidy();
    clearTimeout(timer);
    timer = setTimeout(check, next - now);
  };
  document.addEventListener("visibilitychange", () => document.hidden || check());
  check();

  const filter = document.querySelector(".filter");
  const entries = filter ? all(".entry", filter.closest("[data-upcoming]")) : [];
  if (entries.length > 5) {
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const texts = new Map(entries.map((entry) => [entry, plain(all(":scope > :not(.add, .tile)", entry).map((it) => it.textContent).join(" "))]));
    const fields = all("[name]", filter);
    const asked = new URLSearchParams(location.search);
    const status = filter.querySelector("[role=status]");
    let saying;
    const apply = () => {
      const query = plain(asked.get("q") ?? "").split(/\s+/);
      const group = asked.get("group");
      const isWanted = (entry) => query.every((word) => texts.get(entry).includes(word))
        && (!group || entry.dataset.groups?.split(" ").includes(group));
      for (const entry of entries) entry.hidden = !isWanted(entry);
      tidy();
      const left = entries.filter((entry) => entry.isConnected);
      const values = { all: left.length, shown: left.filter((entry) => !entry.hidden).length };
      const { some, none } = status.dataset;
      // A screen reader says it once, after the last key.
      clearTimeout(saying);
      saying = setTimeout(() => (status.textContent = fill(values.shown ? some : none, values)), 250);
    };
    for (const option of all("option", filter)) {
      if (option.value && !entries.some((entry) => entry.dataset.groups?.split(" ").includes(option.value))) option.remove();
    }
    for (const choice of all("select", filter)) choice.parentElement.hidden = choice.length < 2;
    filter.hidden = false;
    for (const field of fields) field.value = asked.get(field.name) ?? "";
    filter.addEventListener("input", () => {
      for (const { name, value } of fields) value ? asked.set(name, value) : asked.delete(name);
      const search = String(asked);
      history.replaceState(null, "", location.pathname + (search && `?${search}`) + location.hash);
      apply();
    });
    if (fields.some((field) => field.value)) {
      apply();
      if (!location.hash) filter.scrollIntoView();
    }
  }
}
