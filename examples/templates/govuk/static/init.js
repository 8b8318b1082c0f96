// Starts the components of GOV.UK Frontend. It is a file because the server's content security policy refuses scripts within pages.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();
