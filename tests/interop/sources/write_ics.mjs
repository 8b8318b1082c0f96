// A calendar, written by the npm package ics, on standard output. It knows no zones: all its times are in UTC.

import ics from "ics";

const utc = { startInputType: "utc", startOutputType: "utc", endInputType: "utc", endOutputType: "utc", calName: "Amateur radio, short wave", productId: "radio/ics" };
const { error, value } = ics.createEvents([
  {
    ...utc,
    uid: "net@radio.example.org",
    title: "Weekly net, 80 m; all modes",
    start: [2024, 1, 3, 19, 30],
    duration: { hours: 1, minutes: 30 },
    recurrenceRule: "FREQ=WEEKLY;BYDAY=WE",
    exclusionDates: [[2024, 12, 25, 19, 30], [2025, 1, 1, 19, 30]],
    description: "Call in on 3.650 MHz, ±5 kHz.\nReports to the net control station; in any language – auf Deutsch, по-русски, 日本語で.",
    htmlContent: "<!DOCTYPE html><html><body><p>Call in on <b>3.650 MHz</b>.</p></body></html>",
    url: "https://radio.example.org/net",
    geo: { lat: 52.1, lon: 0.12 },
    categories: ["Net", "80 m"],
    status: "CONFIRMED",
    busyStatus: "FREE",
    organizer: { name: "Radio club", email: "club@radio.example.org" },
    alarms: [{ action: "display", description: "Net", trigger: { minutes: 10, before: true } }],
  },
  {
    ...utc,
    uid: "technical@radio.example.org",
    title: "Technical evening",
    start: [2024, 1, 25, 19, 0],
    end: [2024, 1, 25, 21, 0],
    recurrenceRule: "FREQ=MONTHLY;BYDAY=4TH;COUNT=36",
    location: "Club room, 7 Hill Lane; ring twice",
  },
  {
    ...utc,
    uid: "committee@radio.example.org",
    title: "Committee",
    start: [2024, 2, 22, 18, 0],
    end: [2024, 2, 22, 18, 45],
    recurrenceRule: "FREQ=MONTHLY;INTERVAL=2;BYDAY=TH;BYSETPOS=4;UNTIL=20271231T000000Z",
    status: "TENTATIVE",
  },
  { uid: "contest@radio.example.org", title: "Contest weekend", start: [2024, 7, 6], end: [2024, 7, 8], busyStatus: "BUSY" },
  { ...utc, uid: "visit@radio.example.org", title: "Visit to the transmitter", start: [2024, 9, 14, 9, 0], end: [2024, 9, 14, 16, 0], status: "CANCELLED" },
]);
if (error) throw error;
process.stdout.write(value.replace(/^DTSTAMP:.*$/gm, "DTSTAMP:20260110T080000Z"));
