//! `image`: of the calendar, and of an event.

use std::fs;

use calfeed::{Context, History, Site, publish};
use serde_json::Value;

use crate::check::report_of;
use crate::corpus::{instant, now, read, revisions};
use crate::program::{Desk, Run};
use crate::serving::Serving;

const BEFORE: &str = "calendar: {name: Club, slug: club, domain: a.example, url: https://a.example, timezone: Europe/London}
events:
  - {id: a, title: A, start: 2026-07-01}
  - {id: b, title: B, start: 2026-07-02, repeats: weekly}
";

fn with_images() -> String {
    let text = BEFORE.replace("London}", "London, image: \"https://a.example/all.jpg\"}");
    text.replace(
        "title: A,",
        "title: A, image: \"https://b.example/a.jpg?1&2\",",
    )
}

fn site(text: &str) -> Site {
    publish(&read(text), &revisions(), &Context::new(now())).unwrap()
}

fn text_at<'a>(site: &'a Site, path: &str) -> &'a str {
    str::from_utf8(site.get(path).unwrap().bytes()).unwrap()
}

#[test]
fn previews_and_search_engines_get_the_image_of_the_event_or_of_the_calendar() {
    let site = site(&with_images());
    for (path, image) in [
        ("/", "https://a.example/all.jpg"),
        ("/events/a/", "https://b.example/a.jpg?1&amp;2"),
        ("/events/b/", "https://a.example/all.jpg"),
    ] {
        let meta = format!("<meta property=\"og:image\" content=\"{image}\">");
        assert!(text_at(&site, path).contains(&meta), "{path}");
        assert!(!text_at(&site, path).contains("<img"), "{path}");
    }
    assert!(text_at(&site, "/events/b/").contains("\"image\":\"https://a.example/all.jpg\""));
    let json: Value = serde_json::from_str(text_at(&site, "/events.json")).unwrap();
    assert_eq!(json["calendar"]["image"], "https://a.example/all.jpg");
    assert_eq!(json["events"][0]["image"], "https://b.example/a.jpg?1&2");
}

#[test]
fn an_image_changes_no_feed_and_no_sequence() {
    let mut history = History::default();
    assert!(history.note(BEFORE, instant("2026-01-05T09:30:00Z")));
    assert!(history.note(&with_images(), instant("2026-01-12T09:30:00Z")));
    let revisions = history.revisions();
    for event in read(&with_images()).events() {
        let last = revisions.of(event).last_change();
        assert_eq!(last, instant("2026-01-05T09:30:00Z"));
    }
    let (before, after) = (site(BEFORE), site(&with_images()));
    assert_eq!(text_at(&before, "/club.ics"), text_at(&after, "/club.ics"));
}

#[test]
fn an_address_of_an_image_begins_with_https() {
    insta::assert_snapshot!(report_of("  - {id: a, title: A, start: 2026-06-02, image: \"http://a.example/a.jpg\"}\n"), @r#"
    error[bad-url]: the address of an image begins with `https://`, found `http://a.example/a.jpg`
     --> events.yaml:8:49
      |
    8 |   - {id: a, title: A, start: 2026-06-02, image: "http://a.example/a.jpg"}
      |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `https://a.example/a.jpg`?
    "#);
}

/// The events file with `images/all.png` for the calendar and `./a.jpg` for one event.
fn with_files() -> String {
    let text = BEFORE.replace("London}", "London, image: images/all.png}");
    text.replace("title: A,", "title: A, image: ./a.jpg,")
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", with_files());
    desk.write("images/all.png", "the picture of all");
    desk.write("a.jpg", "the picture of a");
    desk
}

fn build(desk: &Desk) -> Run {
    desk.run("build --out public --url https://b.example/calendar")
}

#[test]
fn a_picture_beside_the_events_file_is_published_with_it() {
    let desk = desk();
    let run = build(&desk);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let published = desk.files("public/images");
    let published: Vec<(&str, &[u8])> = published
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    assert_eq!(
        published,
        [
            ("a.jpg", b"the picture of a".as_slice()),
            ("all.png", b"the picture of all".as_slice()),
        ]
    );
    for (page, address, shown) in [
        ("index.html", "images/all.png", None),
        (
            "events/a/index.html",
            "images/a.jpg",
            Some("src=\"../../images/a.jpg\""),
        ),
        ("events/b/index.html", "images/all.png", None),
        ("events/b/2026-07-02/index.html", "images/all.png", None),
    ] {
        let page = desk.read(&format!("public/{page}"));
        let meta = format!(
            "<meta property=\"og:image\" content=\"https://b.example/calendar/{address}\">"
        );
        assert!(page.contains(&meta), "{page}");
        assert_eq!(page.contains("<img"), shown.is_some(), "{page}");
        assert!(page.contains(shown.unwrap_or_default()), "{page}");
    }
    let json: Value = serde_json::from_str(&desk.read("public/events.json")).unwrap();
    let address = "https://b.example/calendar/images/a.jpg";
    assert_eq!(json["events"][0]["image"], address);
    assert!(
        desk.read("public/events/a/index.html")
            .contains(&format!("\"image\":\"{address}\""))
    );
}

#[test]
fn a_page_keeps_room_for_its_picture() {
    let desk = desk();
    desk.write(
        "a.jpg",
        b"\xff\xd8\xff\xc0\0\x0b\x08\x06\x40\x02\x58\x01\x01\x11\0",
    );
    assert_eq!(build(&desk).code, Some(0));
    let page = desk.read("public/events/a/index.html");
    let picture = "<img class=\"picture u-photo\" src=\"../../images/a.jpg\" width=\"144\" height=\"384\" alt=\"\">";
    assert!(page.contains(picture), "{page}");
}

#[test]
fn a_picture_that_is_no_longer_named_is_removed() {
    let desk = desk();
    assert_eq!(build(&desk).code, Some(0));
    desk.write("events.yaml", BEFORE);
    let run = build(&desk);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(!desk.has("public/images"));
}

#[test]
fn a_picture_is_not_published_onto_itself() {
    let desk = desk();
    let run = desk.run("build --out .");
    assert_eq!(run.code, Some(2));
    let message = "error: the picture `images/all.png` is in ., where its published copy would be; choose another folder for `--out`\n";
    assert_eq!(run.stderr, message);
    assert_eq!(desk.read("images/all.png"), "the picture of all");
    assert!(!desk.has("index.html"));
}

#[test]
fn a_picture_that_is_not_there_is_an_error_at_its_line() {
    let desk = desk();
    fs::remove_file(desk.path().join("a.jpg")).unwrap();
    let run = desk.run("check");
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout, @r#"
    error[bad-image]: there is no file `a.jpg` in the folder of the events file
     --> events.yaml:3:30
      |
    3 |   - {id: a, title: A, image: ./a.jpg, start: 2026-07-01}
      |                              ^^^^^^^
      |
      = help: write the path of the picture from the folder of the events file, such as `images/picture.jpg`, or its address, such as `https://example.org/picture.jpg`
    "#);
    assert_eq!(build(&desk).code, Some(1));
    assert!(!desk.has("public/index.html"));
}

#[test]
fn a_picture_is_a_file_below_the_folder_of_the_events_file() {
    for (written, message) in [
        (
            "../a.jpg",
            "`../a.jpg` is not below the folder of the events file",
        ),
        (
            "/etc/a.jpg",
            "`/etc/a.jpg` is not below the folder of the events file",
        ),
        (
            "my picture.jpg",
            "the file name `my picture.jpg` cannot be part of a web address here",
        ),
        (
            ".git/a.jpg",
            "the file name `.git/a.jpg` cannot be part of a web address here",
        ),
        ("a.svg", "previews cannot show `a.svg`"),
        (
            "images/a",
            "`images/a` does not end as the name of a picture does",
        ),
        ("logo", "`logo` does not end as the name of a picture does"),
    ] {
        let report = report_of(&format!(
            "  - {{id: a, title: A, start: 2026-06-02, image: \"{written}\"}}\n"
        ));
        let first = report.lines().next().unwrap_or_default();
        assert_eq!(first, format!("error[bad-image]: {message}"));
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_published() {
    let desk = desk();
    let secret = tempfile::NamedTempFile::new().unwrap();
    fs::remove_file(desk.path().join("a.jpg")).unwrap();
    std::os::unix::fs::symlink(secret.path(), desk.path().join("a.jpg")).unwrap();
    let run = build(&desk);
    assert_eq!(run.code, Some(1));
    let message = "cannot read `a.jpg`: it is a link out of the folder of the events file";
    assert!(run.stderr.contains(message), "{}", run.stderr);
}

#[test]
fn a_picture_has_at_most_five_megabytes() {
    let desk = desk();
    desk.write("a.jpg", vec![0; 5 * 1024 * 1024 + 1]);
    let run = desk.run("check");
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout, @r"
    error[bad-image]: cannot publish `a.jpg`: it is larger than 5 MiB, the limit
     --> events.yaml:3:30
      |
    3 |   - {id: a, title: A, image: ./a.jpg, start: 2026-07-01}
      |                              ^^^^^^^
      |
      = help: save the picture with fewer pixels: 1,200 pixels wide is enough for pages and previews
    ");
}

#[test]
fn a_file_that_only_has_the_name_of_a_picture_is_an_error() {
    for (bytes, found) in [
        (b"".as_slice(), "an empty file"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "a pointer of Git LFS",
        ),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC file"),
    ] {
        let desk = desk();
        desk.write("a.jpg", bytes);
        let run = desk.run("check");
        assert_eq!(run.code, Some(1));
        let first = run.stdout.lines().next().unwrap_or_default();
        assert_eq!(
            first,
            format!("error[bad-image]: `a.jpg` is {found}, not a picture that previews can show")
        );
    }
    let desk = desk();
    desk.write("a.jpg", b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf");
    assert_eq!(desk.run("check").code, Some(0));
}

#[test]
fn a_name_with_other_capitals_is_corrected() {
    let desk = desk();
    let text = BEFORE.replace("title: A,", "title: A, image: images/All.PNG,");
    desk.write("events.yaml", text);
    let run = desk.run("check");
    assert_eq!(run.code, Some(1));
    insta::assert_snapshot!(run.stdout, @r"
    error[bad-image]: there is no file `images/All.PNG` in the folder of the events file
     --> events.yaml:3:30
      |
    3 |   - {id: a, title: A, image: images/All.PNG, start: 2026-07-01}
      |                              ^^^^^^^^^^^^^^
      |
      = help: did you mean `images/all.png`?
    ");
}

#[test]
fn a_picture_that_many_events_name_is_reported_once() {
    let desk = desk();
    let text = BEFORE.replace("title: A,", "title: A, image: no.png,");
    desk.write(
        "events.yaml",
        text.replace("title: B,", "title: B, image: ./no.png,"),
    );
    let run = desk.run("check");
    assert_eq!(run.stdout.matches("error[").count(), 1, "{}", run.stdout);
    assert_eq!(run.stderr, "events.yaml: 1 error\n");
}

#[test]
fn the_page_of_a_removed_event_does_not_show_its_picture() {
    let event = "  - {id: a, title: A, image: ./a.jpg, start: 2026-07-01}\n";
    let after = with_files().replace(event, "");
    let mut history = History::default();
    assert!(history.note(&with_files(), instant("2026-01-05T09:30:00Z")));
    assert!(history.note(&after, instant("2026-01-12T09:30:00Z")));
    let context = Context::new(now());
    let site = publish(&read(&after), &history.revisions(), &context).unwrap();
    let meta = "<meta property=\"og:image\" content=\"https://a.example/images/all.png\">";
    assert!(text_at(&site, "/events/a/").contains(meta));
    for path in ["/events/a/", "/events.json"] {
        assert!(!text_at(&site, path).contains("a.jpg"), "{path}");
    }
}

#[test]
fn two_files_cannot_have_one_address() {
    let events = "  - {id: a, title: A, start: 2026-06-02, image: club.jpg}
  - {id: b, title: B, start: 2026-06-03, image: images/Club.jpg}
";
    insta::assert_snapshot!(report_of(events), @r#"
    error[bad-image]: `images/Club.jpg` and `club.jpg` would be published at the same address
     --> events.yaml:9:49
      |
    8 |   - {id: a, title: A, start: 2026-06-02, image: club.jpg}
      |                                                 -------- the other is here
    9 |   - {id: b, title: B, start: 2026-06-03, image: images/Club.jpg}
      |                                                 ^^^^^^^^^^^^^^^
      |
      = help: rename one of the files
    "#);
}

#[test]
fn a_new_version_of_a_picture_is_served() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "");
    let (head, body) = serving.ask("GET /images/a.jpg HTTP/1.1");
    assert!(head.contains("\r\ncontent-type: image/jpeg\r\n"), "{head}");
    assert_eq!(body, "the picture of a");
    desk.write("a.jpg", "the new picture of a");
    serving.logged(" loaded ");
    let (_, body) = serving.ask("GET /images/a.jpg HTTP/1.1");
    assert_eq!(body, "the new picture of a");
}

#[test]
fn a_picture_that_is_deleted_stays_online_and_is_reported() {
    let desk = desk();
    let mut serving = Serving::start(&desk, "");
    fs::remove_file(desk.path().join("a.jpg")).unwrap();
    serving.logged("there is no file `a.jpg`");
    let (_, body) = serving.ask("GET /images/a.jpg HTTP/1.1");
    assert_eq!(body, "the picture of a");
}
