// The classes of GOV.UK Frontend for the elements that Markdown becomes.
const CLASSES = {
  a: "govuk-link",
  h1: "govuk-heading-l",
  h2: "govuk-heading-m",
  h3: "govuk-heading-s",
  p: "govuk-body",
  ul: "govuk-list govuk-list--bullet",
};

function addClasses({ tokens }) {
  for (const token of tokens.flatMap((it) => [it, ...(it.children ?? [])])) {
    if (token.nesting === 1 && token.tag in CLASSES) token.attrJoin("class", CLASSES[token.tag]);
  }
}

export default function (config) {
  config.amendLibrary("md", (markdown) => markdown.core.ruler.push("govuk", addClasses));
  // The calendars and their pages, as `calfeed build` wrote them, and the stylesheet. The font of GOV.UK is only for gov.uk domains:
  // without its files, browsers show Arial.
  config.addPassthroughCopy({
    calendar: "calendar",
    "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css": "assets/govuk-frontend.min.css",
  });
  return { dir: { input: "src" }, markdownTemplateEngine: "njk" };
}
