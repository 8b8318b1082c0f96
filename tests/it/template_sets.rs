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
            let context = Context::new(now()).with_templates(templates.clone());
            if let Err(report) = publish(&example.calendar, &revisions(), &context) {
                let faults = report.render(Format::Human(false), &set, "");
                panic!("{set}, {}: {faults}", example.name);
            }
        }
    }
}
