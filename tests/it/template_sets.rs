//! The template sets of `examples/templates`.

use calfeed::{Context, Format, publish};

use crate::corpus::{now, published, revisions, template_sets};

#[test]
fn every_template_set_renders_the_calendar_of_the_community_and_all_examples() {
    for (set, templates) in template_sets() {
        for example in published() {
            let is_example = example.name == "events.yaml" || example.name.starts_with("examples/");
            if !is_example {
                continue;
            }
            // These months are over, or have nothing yet.
            let months = ["/2020-01/", "/2025-02/", "/2098-01/"].map(ToOwned::to_owned);
            let context = Context::new(now()).with_published(months);
            let context = context.with_templates(templates.clone());
            if let Err(report) = publish(&example.calendar, &revisions(), &context) {
                let faults = report.render(Format::Human(false), &set, "");
                panic!("{set}, {}: {faults}", example.name);
            }
        }
    }
}
