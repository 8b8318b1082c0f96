import { readFileSync } from "node:fs";

export default () => JSON.parse(readFileSync("calendar/events.json", "utf8"));
