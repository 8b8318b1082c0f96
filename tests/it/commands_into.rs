//! `build --into` in the real program.

use crate::corpus::of;
use crate::program::{Desk, NO_HISTORY};

const PAGE: &str = "---\nlayout: page.njk\ntitle: Events\n---\n\nWe meet on Thursdays.  \n\n<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n\nGoodbye";

fn community() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    desk
}

#[test]
fn a_page_of_another_site_gets_the_next_event_and_keeps_all_else() {
    let desk = community();
    desk.write("site/index.md", PAGE);
    let run = desk.run("build --into site/index.md");
    assert_eq!(
        (run.code, run.stderr),
        (Some(0), format!("{NO_HISTORY}site/index.md: written\n"))
    );
    assert_eq!(
        desk.read("site/index.md"),
        PAGE.replace(
            "begin next -->\n",
            "begin next -->\nThursday 25 June 2026, 11am to midday (London time) – Virtual – [Lean Coffee](https://www.uk-x-gov-software-community.org.uk/events/lean-coffee/2026-06-25/)\n"
        )
    );
    let again = desk.run("build --into site/index.md");
    assert_eq!(
        again.stderr,
        format!("{NO_HISTORY}site/index.md: unchanged\n")
    );
}

#[test]
fn several_files_and_the_folder_are_written_at_once() {
    let desk = community();
    desk.write("a.md", PAGE);
    desk.write(
        "b.md",
        "<!-- calfeed:begin events -->\n<!-- calfeed:end events -->\n",
    );
    let run = desk.run("build --out public --into a.md --into b.md");
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.ends_with("a.md: written\nb.md: written\n"),
        "{}",
        run.stderr
    );
    let between = format!(
        "<!-- calfeed:begin events -->\n{}<!-- calfeed:end events -->\n",
        desk.read("public/events.md")
    );
    assert_eq!(desk.read("b.md"), between);
}

#[test]
fn one_file_that_is_wrong_keeps_all_from_being_written() {
    let desk = community();
    desk.write("a.md", PAGE);
    desk.write("b.md", "<!-- calfeed:begin events -->\n");
    let run = desk.run("build --out public --into a.md --into b.md");
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            format!(
                "{NO_HISTORY}error: --into: b.md: line 1 begins `events`, which does not end; write `<!-- calfeed:end events -->` below it\n"
            )
        )
    );
    assert_eq!(desk.read("a.md"), PAGE);
    assert!(!desk.has("public"));
}

#[test]
fn a_build_needs_somewhere_to_write() {
    let run = community().run("build");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--out <DIR>"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_leads_to_the_file_which_keeps_its_permissions() {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    let desk = community();
    desk.write("real/index.md", PAGE);
    let real = desk.path().join("real/index.md");
    fs::set_permissions(&real, Permissions::from_mode(0o640)).unwrap();
    symlink(&real, desk.path().join("index.md")).unwrap();
    let run = desk.run("build --into index.md");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(desk.read("real/index.md").contains("[Lean Coffee]"));
    assert!(desk.path().join("index.md").is_symlink());
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_its_folder_takes_no_part() {
    let desk = community();
    desk.write("secret.md", PAGE);
    desk.write("site/events.yaml", desk.read("events.yaml"));
    std::os::unix::fs::symlink("../secret.md", desk.path().join("site/page.md")).unwrap();
    let run = desk.run("build site/events.yaml --into site/page.md");
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            "note: site/events.yaml is not in a git repository, so calfeed cannot tell when each event last changed or which events were removed; see docs/how-to/without-git.md\n\
             error: --into: cannot read site/page.md: it is a symbolic link that points outside its folder and its git working tree; give the path of the file that it points to, which `readlink -f site/page.md` shows\n".to_owned()
        )
    );
    assert_eq!(desk.read("secret.md"), PAGE);
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;

    let desk = community();
    desk.write("a.md", PAGE);
    let path = desk.path().join("a.md");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = desk.run("build --into a.md");
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            format!(
                "{NO_HISTORY}error: --into: a.md is read-only; make it writable with `chmod u+w a.md`, or leave it out\n"
            )
        )
    );
    assert_eq!(desk.read("a.md"), PAGE);
}

#[test]
fn only_markdown_and_html_take_a_part() {
    let desk = community();
    for name in ["page.mdx", "page.njk", "page", "md", "page.md.txt"] {
        desk.write(name, PAGE);
        let run = desk.run(&format!("build --into {name}"));
        let refused = format!(
            "error: --into: {name} is neither Markdown nor HTML; give a file whose name ends in `.md`, `.markdown` or `.html`\n"
        );
        assert_eq!(
            (run.code, run.stderr),
            (Some(2), format!("{NO_HISTORY}{refused}"))
        );
        assert_eq!(desk.read(name), PAGE);
    }
    for name in ["page.MD", "page.markdown", "page.HTML", "page.htm"] {
        desk.write(name, PAGE);
        assert_eq!(
            desk.run(&format!("build --into {name}")).code,
            Some(0),
            "{name}"
        );
    }
}

/// What is between the markers of a file with these words.
fn block(desk: &Desk, name: &str, words: &str) -> String {
    let part = words.split(' ').next().unwrap();
    let (begin, end) = (
        format!("<!-- calfeed:begin {words} -->\n"),
        format!("<!-- calfeed:end {part} -->\n"),
    );
    desk.write(name, format!("{begin}{end}"));
    let run = desk.run(&format!("build --into {name}"));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = desk.read(name);
    let text = text.strip_prefix(&begin).unwrap();
    text.strip_suffix(&end).unwrap().to_owned()
}

const CLUB: &str = "calendar: {name: Club, slug: club, domain: club.example, url: https://club.example, timezone: Europe/London}
groups:
  poetry: {name: Poetry & prose}
  chess: {name: Chess, next: tbc}
events:
  - id: reading
    title: Reading <aloud>
    start: 2026-06-16 18:00
    end: \"19:00\"
    repeats: weekly
    count: 6
    group: poetry
    location: Mill Lane
  - id: party
    title: Party
    start: 2026-07-25
    location: \"{{ hall }} & {% garden %}\"
    language: fr
    description: |
      ## What to bring

          {{ cake }}

          {% tea %}
";

fn club() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", CLUB);
    desk
}

#[test]
fn a_number_lists_so_many_meetings_without_a_gap() {
    let desk = club();
    insta::assert_snapshot!(block(&desk, "a.md", "upcoming 5"), @r"
    * Tuesday 16 June 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/2026-06-16/) – Poetry &amp; prose – repeats weekly on Tuesday
    * Tuesday 23 June 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-06-23) – Poetry &amp; prose
    * Tuesday 30 June 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-06-30) – Poetry &amp; prose
    * Tuesday 7 July 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-07-07) – Poetry &amp; prose
    * Tuesday 14 July 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-07-14) – Poetry &amp; prose
    ");
    insta::assert_snapshot!(block(&desk, "b.md", "upcoming 6 poetry"), @r"
    * Tuesday 16 June 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/2026-06-16/) – Poetry &amp; prose – repeats weekly on Tuesday
    * Tuesday 23 June 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-06-23) – Poetry &amp; prose
    * Tuesday 30 June 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-06-30) – Poetry &amp; prose
    * Tuesday 7 July 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-07-07) – Poetry &amp; prose
    * Tuesday 14 July 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-07-14) – Poetry &amp; prose
    * Tuesday 21 July 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/#2026-07-21) – Poetry &amp; prose
    ");
}

#[test]
fn a_group_limits_a_part_to_its_events() {
    let desk = club();
    insta::assert_snapshot!(block(&desk, "a.md", "next poetry"), @"Tuesday 16 June 2026, 6pm to 7pm (London time) – Mill Lane – [Reading &lt;aloud&gt;](https://club.example/events/reading/2026-06-16/) – Poetry &amp; prose");
    insta::assert_snapshot!(block(&desk, "b.md", "next chess"), @"The next meeting is to be confirmed. [Subscribe](https://club.example/chess/#subscribe), and the next one appears in your calendar.");
    insta::assert_snapshot!(block(&desk, "c.html", "upcoming chess 3"), @r#"<p>The next meeting is to be confirmed. <a href="https://club.example/chess/#subscribe">Subscribe</a>, and the next one appears in your calendar.</p>"#);
}

#[test]
fn html_gets_html_that_is_escaped_also_for_the_templates_of_its_site() {
    let desk = club();
    insta::assert_snapshot!(block(&desk, "a.html", "upcoming 1"), @r#"
    <ul class="calfeed-events">
    <li><time datetime="2026-06-16T18:00:00+01:00">Tuesday 16 June 2026, 6pm to 7pm</time> (London time) – <bdi>Mill Lane</bdi> – <a href="https://club.example/events/reading/2026-06-16/"><bdi>Reading &lt;aloud&gt;</bdi></a> – <bdi>Poetry &amp; prose</bdi> – repeats weekly on Tuesday
    </li>
    </ul>
    "#);
    insta::assert_snapshot!(block(&desk, "b.html", "next"), @r#"<p class="calfeed-next"><time datetime="2026-06-16T18:00:00+01:00">Tuesday 16 June 2026, 6pm to 7pm</time> (London time) – <bdi>Mill Lane</bdi> – <a href="https://club.example/events/reading/2026-06-16/"><bdi>Reading &lt;aloud&gt;</bdi></a> – <bdi>Poetry &amp; prose</bdi></p>"#);
    insta::assert_snapshot!(block(&desk, "c.html", "events"), @r#"
    <h2>Upcoming events</h2>
    <p><a href="https://club.example/#subscribe">Subscribe</a>, and every new, moved or cancelled event appears in your own calendar. Address of the calendar: <a href="https://club.example/club.ics">https://club.example/club.ics</a></p>
    <ul class="calfeed-events">
    <li><time datetime="2026-06-16T18:00:00+01:00">Tuesday 16 June 2026, 6pm to 7pm</time> (London time) – <bdi>Mill Lane</bdi> – <a href="https://club.example/events/reading/2026-06-16/"><bdi>Reading &lt;aloud&gt;</bdi></a> – <bdi>Poetry &amp; prose</bdi> – repeats weekly on Tuesday
    </li>
    <li><time datetime="2026-06-23T18:00:00+01:00">Tuesday 23 June 2026, 6pm to 7pm</time> (London time) – <bdi>Mill Lane</bdi> – <a href="https://club.example/events/reading/#2026-06-23"><bdi>Reading &lt;aloud&gt;</bdi></a> – <bdi>Poetry &amp; prose</bdi>
    </li>
    <li><time datetime="2026-06-30T18:00:00+01:00">Tuesday 30 June 2026, 6pm to 7pm</time> (London time) – <bdi>Mill Lane</bdi> – <a href="https://club.example/events/reading/#2026-06-30"><bdi>Reading &lt;aloud&gt;</bdi></a> – <bdi>Poetry &amp; prose</bdi>
    <p>And weekly on Tuesday until Tuesday 21 July 2026 – <a href="https://club.example/events/reading/">all dates of <bdi>Reading &lt;aloud&gt;</bdi></a></p>
    </li>
    <li><time datetime="2026-07-25">Saturday 25 July 2026</time> – <bdi>&#123;&#123; hall &#125;&#125; &amp; &#123;% garden %&#125;</bdi> – <a href="https://club.example/events/party/"><bdi lang="fr">Party</bdi></a>
    <div dir="auto" lang="fr">
    <h4>What to bring</h4>
    <pre><code>&#123;&#123; cake &#125;&#125;

    &#123;% tea %&#125;</code></pre>
    </div>
    </li>
    </ul>
    <h3>Groups</h3>
    <ul class="calfeed-groups">
    <li><a href="https://club.example/chess/"><strong><bdi>Chess</bdi></strong></a> – next meeting to be confirmed – calendar: <a href="https://club.example/chess.ics">https://club.example/chess.ics</a>
    </li>
    <li><a href="https://club.example/poetry/"><strong><bdi>Poetry &amp; prose</bdi></strong></a> – next meeting: Tuesday 16 June 2026, 6pm to 7pm (London time), <a href="https://club.example/events/reading/2026-06-16/"><bdi>Reading &lt;aloud&gt;</bdi></a> – calendar: <a href="https://club.example/poetry.ics">https://club.example/poetry.ics</a>
    </li>
    </ul>
    "#);
}

#[test]
fn level_is_that_of_the_first_heading() {
    let desk = club();
    let headings = |text: &str, begin: &str| {
        let lines = text.lines().filter(|line| line.starts_with(begin));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    let events = block(&desk, "a.md", "events level 3");
    assert_eq!(headings(&events, "#"), "### Upcoming events\n#### Groups\n");
    let events = block(&desk, "a.html", "events level 3");
    assert_eq!(
        headings(&events, "<h"),
        "<h3>Upcoming events</h3>\n<h4>What to bring</h4>\n<h4>Groups</h4>\n"
    );
}

#[test]
fn a_word_that_is_wrong_is_named_with_its_line_and_nothing_is_written() {
    let desk = club();
    let page = "Hello\n<!-- calfeed:begin upcoming poety -->\n<!-- calfeed:end upcoming -->\n";
    desk.write("a.html", page);
    let run = desk.run("build --into a.html");
    assert_eq!(
        (run.code, run.stderr),
        (
            Some(2),
            format!(
                "{NO_HISTORY}error: --into: a.html: line 2: `poety` is not the id of a group, a number of events, or `level` with a number; did you mean `poetry`?\n"
            )
        )
    );
    assert_eq!(desk.read("a.html"), page);
}

#[cfg(unix)]
#[test]
fn the_name_that_a_link_leads_to_decides() {
    let desk = community();
    desk.write("page.txt", PAGE);
    std::os::unix::fs::symlink("page.txt", desk.path().join("page.md")).unwrap();
    let run = desk.run("build --into page.md");
    assert_eq!(run.code, Some(2));
    assert_eq!(desk.read("page.txt"), PAGE);
}

#[test]
fn the_events_of_included_files_are_in_the_page_and_in_the_list() {
    let desk = Desk::new();
    desk.write(
        "events.yaml",
        "calendar: {name: A, slug: a, domain: a.example.org, url: \"https://a.example.org\", timezone: UTC}\ninclude: [teams/*.yaml]\n",
    );
    desk.write(
        "teams/python.yaml",
        "defaults: {location: Room 2}\nevents: [{id: python, title: Python, start: 2026-07-01}]\n",
    );
    desk.write(
        "page.md",
        "<!-- calfeed:begin next -->\n<!-- calfeed:end next -->\n",
    );
    assert_eq!(desk.run("build --into page.md").code, Some(0));
    assert_eq!(
        desk.read("page.md"),
        "<!-- calfeed:begin next -->\nWednesday 1 July 2026 – Room 2 – [Python](https://a.example.org/events/python/)\n<!-- calfeed:end next -->\n"
    );
    assert_eq!(
        desk.run("list").stdout,
        "Wed 2026-07-01  all day      Python  (python)\n"
    );
}
