// What a page shows of braces.yaml, however the text got there: each brace, and nothing that a template language made of it.

const CLUB = 'Club {{ 7*7 }} {% include "x" %} {{< ref "x" >}} {{% ref "x" %}} {# x #} ${7*7} <%= 7*7 %> {: .x} #{7*7}';

/** The part `events`. */
export const EVENTS = `
Upcoming events
About {{ 7*7 }} {% include "x" %}
Subscribe, and every new, moved or cancelled event appears in your own calendar. Address of the calendar: https://books.example.org/calendar/books.ics
Thursday 25 June 2026, 6:30pm to 8pm (London time) – Room {{ 7*7 }} {% include "x" %} – ${CLUB} – Poetry {{ 7*7 }} {% include "x" %}
Line {{ 7*7 }} and {% include "x" %} and {{< ref "x" >}} and {{% ref "x" %}}.
{: .x}
{{ 7*7 }} and {% include "x" %}
{{ 7*7 }} {% raw %}
{{ 7*7 }} {% endraw %}
{{- 7*7 -}} {%- include "x" -%} {{ 7*7 }} {{ 7*7 }} {{ 7*7 }}
Talk {{ 7*7 }} {% include "x" %} – Speaker {{ 7*7 }}
Abstract {{ 7*7 }} {% include "x" %}
Link {{ 7*7 }} {% include "x" %}
Friday 26 June 2026, 6:30pm to 8pm (London time) – Walk – repeats weekly on Friday
Friday 3 July 2026, 6:30pm to 8pm (London time) – Walk – Cancelled: because {{ 7*7 }} {% include "x" %}
Friday 10 July 2026, 6:30pm to 8pm (London time) – Walk
Groups
Poetry {{ 7*7 }} {% include "x" %} – next meeting: Thursday 25 June 2026, 6:30pm to 8pm (London time), ${CLUB} – contact us – calendar: https://books.example.org/calendar/poetry.ics
Verse {{ 7*7 }} {% include "x" %}
`.trim();

/** The part `next`. */
export const NEXT = `Thursday 25 June 2026, 6:30pm to 8pm (London time) – Room {{ 7*7 }} {% include "x" %} – ${CLUB} – Poetry {{ 7*7 }} {% include "x" %}`;

/** The page that the examples make from events.json. */
export const DATES = `
Add a meeting to your calendar
${CLUB}, Thursday 25 June 2026, 6:30pm to 8pm
Walk, Friday 26 June 2026, 6:30pm to 8pm
Walk, Friday 3 July 2026, 6:30pm to 8pm – cancelled
Walk, Friday 10 July 2026, 6:30pm to 8pm
`.trim();
