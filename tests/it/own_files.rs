//! Pages and files of one's own beside templates.

use crate::corpus::of;
use crate::program::{Desk, NO_HISTORY, Run};

fn desk(files: &[(&str, &str)]) -> Desk {
    let desk = Desk::new();
    desk.write("events.yaml", &of("events.yaml").text);
    for (name, text) in files {
        desk.write(name, text);
    }
    desk
}

fn build(desk: &Desk) -> Run {
    desk.run("build --templates mine --out public")
}

fn refused(desk: &Desk) -> String {
    let run = build(desk);
    assert_ne!(run.code, Some(0));
    assert!(!desk.has("public/index.html"));
    run.stderr.replace(NO_HISTORY, "")
}

#[test]
fn the_files_of_the_folder_static_are_published_as_they_are() {
    let desk = desk(&[
        ("mine/static/fonts/Own-1.woff2", "\u{0}font"),
        ("mine/static/logo.svg", "<svg/>"),
        ("mine/static/.hidden/secret.txt", "secret"),
        ("mine/static/.DS_Store", "secret"),
        ("mine/other/notes.txt", "not published"),
    ]);
    assert_eq!(build(&desk).code, Some(0));
    assert_eq!(desk.read("public/static/fonts/Own-1.woff2"), "\u{0}font");
    assert_eq!(desk.read("public/static/logo.svg"), "<svg/>");
    let published = desk.files("public/static");
    let names: Vec<&str> = published.keys().map(String::as_str).collect();
    assert_eq!(names, ["fonts/Own-1.woff2", "logo.svg"]);
    assert!(!desk.has("public/other"));
}

#[test]
fn a_file_that_is_gone_is_removed_with_its_folder() {
    let desk = desk(&[
        ("mine/static/fonts/own.woff2", "font"),
        ("mine/static/logo.svg", "<svg/>"),
    ]);
    assert_eq!(build(&desk).code, Some(0));
    std::fs::remove_dir_all(desk.path().join("mine/static/fonts")).unwrap();
    let again = build(&desk);
    assert_eq!(again.code, Some(0));
    assert!(again.stderr.ends_with(" 1 removed\n"), "{}", again.stderr);
    assert!(!desk.has("public/static/fonts"));
    assert!(desk.has("public/static/logo.svg"));
}

#[test]
fn a_name_that_cannot_be_an_address_is_refused() {
    for name in [
        "my font.woff2",
        "schön.css",
        "index.html",
        "a&b.png",
        "end.",
    ] {
        let desk = desk(&[(&format!("mine/static/{name}"), "")]);
        assert_eq!(
            refused(&desk),
            format!(
                "error: --templates: mine/static/{name}: its name cannot be part of a web address here; use letters of a to z, digits, `-`, `_` and `.`, and not `index.html`\n"
            )
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_differ_in_capitals_only_are_refused() {
    for (first, second, named) in [
        ("Logo.png", "logo.png", "logo.png"),
        ("Fonts/a.woff2", "fonts/b.woff2", "fonts"),
    ] {
        let desk = desk(&[
            (&format!("mine/static/{first}"), ""),
            (&format!("mine/static/{second}"), ""),
        ]);
        assert_eq!(
            refused(&desk),
            format!(
                "error: --templates: mine/static/{named}: another file or folder has the same name in other capitals; rename one of them\n"
            )
        );
    }
}

#[test]
fn more_or_larger_files_than_a_site_needs_are_refused() {
    let desk = desk(&[]);
    desk.write("mine/static/large.bin", vec![0; 5 * 1024 * 1024 + 1]);
    assert!(refused(&desk).starts_with("error: cannot read mine/static/large.bin: "));
    std::fs::remove_file(desk.path().join("mine/static/large.bin")).unwrap();
    for number in 0..=1_000 {
        desk.write(&format!("mine/static/{number:04}.txt"), "");
    }
    assert_eq!(
        refused(&desk),
        "error: --templates: mine/static/1000.txt: `static` has more than 1000 files, or more than 32 MB; keep there only what the pages need\n"
    );
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_published() {
    let desk = desk(&[("mine/static/a.txt", "a"), ("secret.txt", "secret")]);
    let link = desk.path().join("mine/static/b.txt");
    std::os::unix::fs::symlink("../../secret.txt", link).unwrap();
    assert_eq!(
        refused(&desk),
        "error: cannot read mine/static/b.txt: it is a symbolic link that points outside its folder and its git working tree; replace the link with what it points to\n"
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_folder_is_refused_wherever_it_leads() {
    let desk = desk(&[
        (".git/config", "password"),
        ("mine/index.html", "Hello"),
        ("mine/.secret/key", "key"),
    ]);
    let outside = Desk::new();
    outside.write("secret.txt", "secret");
    let link = desk.path().join("mine/static");
    for target in ["../.git", ".secret", "..", outside.path().to_str().unwrap()] {
        std::os::unix::fs::symlink(target, &link).unwrap();
        let said = refused(&desk);
        assert_eq!(
            said,
            "error: --templates: mine/static is a symbolic link; replace it with the folder itself\n",
            "{target}"
        );
        std::fs::remove_file(&link).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_refused() {
    let desk = desk(&[("mine/static/a.txt", "a"), ("fonts/own.woff2", "font")]);
    let link = desk.path().join("mine/static/fonts");
    std::os::unix::fs::symlink("../../fonts", link).unwrap();
    assert!(refused(&desk).starts_with("error: cannot read mine/static/fonts: "));
}

#[test]
fn a_template_of_another_name_is_a_page_of_its_own() {
    let about = "{% extends \"layout.html\" %}{% block title %}About us{% endblock %}{% block main %}{% include \"banner.html\" %}<h1>About {{ calendar.name }}</h1><a href=\"{{ root }}\">Events</a>{% endblock %}";
    let desk = desk(&[
        ("mine/about.html", about),
        ("mine/banner.html", "<p>Welcome</p>"),
    ]);
    let run = build(&desk);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let page = desk.read("public/about/index.html");
    assert!(page.contains("<p>Welcome</p><h1>About Cross-Government Software Engineering Community</h1><a href=\"../\">Events</a>"), "{page}");
    assert!(page.contains(
        "<link rel=\"canonical\" href=\"https://www.uk-x-gov-software-community.org.uk/about/\">"
    ));
    assert!(!desk.has("public/banner/index.html"));
    assert!(
        desk.read("public/sitemap.xml")
            .contains("<loc>https://www.uk-x-gov-software-community.org.uk/about/</loc>")
    );
    std::fs::remove_file(desk.path().join("mine/about.html")).unwrap();
    std::fs::remove_file(desk.path().join("mine/banner.html")).unwrap();
    assert_eq!(build(&desk).code, Some(0));
    assert!(!desk.has("public/about"));
}

#[test]
fn a_page_that_others_link_to_stays_a_page_and_a_read_me_is_no_template() {
    let desk = desk(&[
        (
            "mine/about.html",
            "<a href=\"about.html\">{{ calendar.name }}</a>",
        ),
        ("mine/404.html", "<a href=\"about.html\">About us</a>"),
        ("mine/README.md", "Write {{ oops"),
    ]);
    let run = build(&desk);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(desk.has("public/about/index.html"));
}

#[test]
fn a_page_cannot_have_an_address_that_is_taken() {
    for (name, what) in [
        ("tags", "an address of the site itself"),
        ("2027", "an address of the site itself"),
        ("heads-of-engineering", "the page of a group"),
    ] {
        let desk = desk(&[(&format!("mine/{name}.html"), "Hello")]);
        assert_eq!(
            refused(&desk),
            format!(
                "error[template]: the page would be at `/{name}/`, which is {what}\n--> mine/{name}.html\n = help: rename the file; if another template is to include it, name it there\n\na template has an error; nothing is published\n"
            )
        );
    }
}

#[test]
fn a_misspelt_template_is_no_page() {
    let desk = desk(&[("mine/indx.html", "Hello")]);
    let run = build(&desk);
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.contains("note: mine/indx.html replaces no built-in template, and no template includes it; did you mean `index.html`?\n"),
        "{}",
        run.stderr
    );
    assert!(!desk.has("public/indx"));
}
