// A calendar, written by ical-generator, on standard output, as websites write them.

import ical from "ical-generator";

const calendar = ical({ name: "Makers, menders; inventors", description: "What happens in the workshop", timezone: "Europe/London", prodId: "//makers.example.org//workshop//EN" });
const stamp = new Date("2026-01-10T08:00:00Z");
const event = (id, summary, start, more) => calendar.createEvent({ id, summary, start, stamp, ...more });

const weekly = event("weekly@makers.example.org", "Open workshop", "2024-03-05T18:00:00", {
  end: "2024-03-05T21:00:00",
  timezone: "Europe/London",
  floating: false,
  location: { title: "Workshop", address: "5 Dock Street, Riverside; first floor", geo: { lat: 51.5, lon: -0.1 } },
  description: { plain: "Drills, saws; and a lathe.\nBring an idea – מכל סוג שהוא.", html: "<p>Drills, saws; and a <b>lathe</b>.</p>" },
  url: "https://makers.example.org/open",
  categories: [{ name: "Workshop" }, { name: "Open" }],
  organizer: { name: "Workshop", email: "workshop@makers.example.org" },
  alarms: [{ type: "display", trigger: 900 }],
  repeating: { freq: "WEEKLY", byDay: ["TU"], exclude: ["2024-12-24T18:00:00", "2024-12-31T18:00:00"], excludeTimezone: "Europe/London" },
});
event("weekly@makers.example.org", "Open workshop: late night", "2024-05-15T19:00:00", {
  end: "2024-05-15T23:30:00",
  timezone: "Europe/London",
  recurrenceId: "2024-05-14T18:00:00",
  sequence: 1,
});
event("weekly@makers.example.org", "Open workshop", "2024-08-27T18:00:00", {
  end: "2024-08-27T21:00:00",
  timezone: "Europe/London",
  recurrenceId: "2024-08-27T18:00:00",
  status: "CANCELLED",
  sequence: 1,
});
event("monthly@makers.example.org", "Introduction to the laser cutter", "2024-01-25T19:00:00", {
  end: "2024-01-25T20:00:00",
  timezone: "Europe/London",
  repeating: { freq: "MONTHLY", byDay: ["TH"], bySetPos: 4, count: 40 },
});
event("quarterly@makers.example.org", "Members' meeting", "2024-02-10T10:00:00", {
  end: "2024-02-10T12:00:00",
  timezone: "Europe/London",
  repeating: { freq: "MONTHLY", interval: 3, byDay: ["SA"], bySetPos: 2, until: "2026-12-31T00:00:00Z" },
});
event("days@makers.example.org", "Maker fair", "2025-07-11T00:00:00", { end: "2025-07-14T00:00:00", allDay: true });
event("abroad@makers.example.org", "Call with the workshop in New York", "2025-03-12T10:00:00", {
  end: "2025-03-12T11:00:00",
  timezone: "America/New_York",
  busystatus: "TENTATIVE",
  status: "TENTATIVE",
});
event("start@makers.example.org", "The doors open", "2025-07-11T09:00:00", { timezone: "Europe/London" });
process.stdout.write(calendar.toString());
