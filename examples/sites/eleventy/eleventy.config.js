export default function (config) {
  config.addPassthroughCopy({ calendar: "calendar" });

  // GOV.UK Frontend. Its font is only for gov.uk domains; without the files of the font, browsers show Arial.
  config.addPassthroughCopy({ "node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css": "assets/govuk-frontend.min.css" });
  config.amendLibrary("md", (markdown) => markdown.core.ruler.push("classes", addClasses));

  return { dir: { input: "src" }, markdownTemplateEngine: "njk" };
}

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
