//! Lists, with items in items, headings and labels.

use super::read;

#[test]
fn a_line_has_its_parts_between_any_separators() {
    let page = r"## 2026
* Thursday 26th March - Lean Coffee - 11am - 11:50am - Virtual
* Thursday 23 April – Lean Coffee – 11:00–12:00 – Online
* Thursday 28 May | Lean Coffee | 1-2 PM | Hybrid
* Thursday 25 June, Lean Coffee, 11.00-12.00, virtual
* Thursday 23 July: Lean Coffee: from 11 am to 12 noon
* Thursday 24 Sept - Lean Coffee at 9:00 - 17:00
* Thursday, 24 December 2026, 11:00: Lean Coffee (online)
* [Lean Coffee](https://example.org/coffee) - 26 March 2026 (Thursday), 6pm to 8pm
* 26 March - Title: with a colon, and a comma
* 26 March - Lean Coffee - In person - The Red Lion - bring a friend
";
    let expected = r"2: 2026-03-26 11:00 · Lean Coffee · length: 50 min · format: virtual
3: 2026-04-23 11:00 · Lean Coffee · length: 60 min · format: virtual
4: 2026-05-28 13:00 · Lean Coffee · length: 60 min · format: hybrid
5: 2026-06-25 11:00 · Lean Coffee · length: 60 min · format: virtual
6: 2026-07-23 11:00 · Lean Coffee · length: 60 min
7: 2026-09-24 09:00 · Lean Coffee · length: 480 min
8: 2026-12-24 11:00 · Lean Coffee · format: virtual
9: 2026-03-26 18:00 · Lean Coffee · length: 120 min · url: https://example.org/coffee
10: 2026-03-26 · Title: with a colon, and a comma
11: 2026-03-26 · Lean Coffee · format: in-person · description: The Red Lion⏎⏎bring a friend
note 11: Lean Coffee: `The Red Lion`, `bring a friend` are neither date, time nor title, and are in the description
10 read, 10 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_weekday_must_be_that_of_its_date() {
    let page = r"## 2026
* Friday 26 March - Lean Coffee - 11am
* Wed 6 May to Thu 8 May - Conference
* Thursday 26 March - Lean Coffee - 11am
";
    let expected = r"4: 2026-03-26 11:00 · Lean Coffee
lost 2: Lean Coffee: 26 March 2026 is a Thursday, not a Friday
lost 3: Conference: 8 May 2026 is a Friday, not a Thursday
3 read, 1 kept, 0 rewritten, 2 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_heading_or_an_item_or_a_label_gives_the_year() {
    let page = r"* 26 March - Before any heading

# Past events

## 2025
* 27 March - Below a year

### Spring
* 28 March - Below a heading in a year

# Other
* 27 March - After the year

## Events of November 2024
* 28th November - Below a month

**2023**

* 23 March - Below a label

- 2022
  - 24 March - Inside an item
- 24 March - After it
";
    let expected = r"6: 2025-03-27 · Below a year
9: 2025-03-28 · Below a heading in a year
15: 2024-11-28 · Below a month
19: 2023-03-23 · Below a label
22: 2022-03-24 · Inside an item
23: 2024-03-24 · After it
lost 1: Before any heading: it has no year, and no heading above it has one; write the year after the month
lost 12: After the year: it has no year, and no heading above it has one; write the year after the month
8 read, 6 kept, 0 rewritten, 2 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_heading_gives_the_month() {
    let page = r"## March 2026
* Thursday 26th - Lean Coffee
* 27th - [Quiz](https://example.org/quiz) - 7pm
* Friday 26 - Wrong
* 5 apples

**April**

* 2nd - Lean Coffee

# 2025
## May
* Thu 8 - Lean Coffee
";
    let expected = r"2: 2026-03-26 · Lean Coffee
3: 2026-03-27 19:00 · Quiz · url: https://example.org/quiz
9: 2026-04-02 · Lean Coffee
13: 2025-05-08 · Lean Coffee
lost 4: Wrong: 26 March 2026 is a Thursday, not a Friday
5 read, 4 kept, 0 rewritten, 1 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_bold_label_is_the_group_of_its_list() {
    let page = r"**Design group**:

* 4 March 2025 - Design talk
* 1 April 2025 - Design workshop

* 6 May 2025 - Also in the list

After it

* 3 June 2025 - Not in a group

**Upcoming**

* 1 July 2025 - Not in a group either
";
    let expected = r"3: 2025-03-04 · Design talk · groups: Design group
4: 2025-04-01 · Design workshop · groups: Design group
6: 2025-05-06 · Also in the list · groups: Design group
10: 2025-06-03 · Not in a group
14: 2025-07-01 · Not in a group either
6 read, 5 kept, 1 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn items_inside_an_event_are_its_details() {
    let page = r"1. 26 March 2026 - Rust evening
   - Time: 6pm to 8pm
   - Venue: Town Hall, [map](https://example.org/map)
   - Speakers:
   - Rust in practice - Anna Smith (Example Ltd)
   - Compilers by Bob Jones (GDS) and Carol White (HMRC)
   - [Sign up](https://example.org/sign-up)
   - Slides: https://example.org/slides.pdf
   - Price: free
   - Bring a laptop, and see [the rules](https://example.org/rules).
   - Zoom: [Join](https://zoom.example/j/1)
   - Contact: [us](mailto:hello@example.org)

   All are welcome.
2. 27 March 2026 - Another
";
    let expected = r"1: 2026-03-26 18:00 · Rust evening · length: 120 min · location: Town Hall · join: https://zoom.example/j/1 · sign_up: https://example.org/sign-up · price: free · contact: hello@example.org · description: Bring a laptop, and see [the rules](https://example.org/rules).⏎⏎All are welcome. · talk: Rust in practice by Anna Smith (Example Ltd) · talk: Compilers by Bob Jones (GDS) + Carol White (HMRC) · link: Map <https://example.org/map> · link: Slides <https://example.org/slides.pdf>
15: 2026-03-27 · Another
13 read, 13 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn an_item_without_a_date_gives_its_title_to_the_dates_in_it() {
    let page = r"* Lean Coffee
  * 26 March 2026, 11am
  * 23 April 2026, 11am
* Just text
";
    let expected = r"2: 2026-03-26 11:00 · Lean Coffee
3: 2026-04-23 11:00 · Lean Coffee
note 2: Lean Coffee: it has no title of its own, so its title is `Lean Coffee`, from above it
note 3: Lean Coffee: it has no title of its own, so its title is `Lean Coffee`, from above it
2 read, 2 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_heading_with_a_date_is_an_event() {
    let page = r"## Rust evening - 28 May 2026, 18:30-20:00

We talk about Rust. Slides are [here](https://example.org/slides).

* Async - Dora Black (NHS)
* Where: The pub

## Book club

Thursday 11 June 2026, 19:00

## Quiz

Thursday 18 June 2026
A quiz and a drink
19:00 - 21:00
Virtual
";
    let expected = r"1: 2026-05-28 18:30 · Rust evening · length: 90 min · location: The pub · description: We talk about Rust. Slides are [here](https://example.org/slides). · talk: Async by Dora Black (NHS)
10: 2026-06-11 19:00 · Book club
14: 2026-06-18 19:00 · A quiz and a drink · length: 120 min · format: virtual
note 10: Book club: it has no title of its own, so its title is `Book club`, from above it
6 read, 6 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn code_html_comments_and_front_matter_are_no_events() {
    let page = r"---
title: Events
date: 2020-01-01 - Not an event
---
<!-- * 1 January 2026 - Commented -->

    * 1 January 2026 - In code

```
* 1 January 2026 - In code
```

<div>
* 1 January 2026 - In HTML
</div>

* 1 January 2026 - <b>Bold</b> <!-- hidden --> party ![a picture](party.jpg)
";
    let expected = r"17: 2026-01-01 · Bold party
1 read, 1 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_date_to_be_confirmed_is_an_event_or_the_next_meeting_of_a_group() {
    let page = r"* Summer party - TBC
* Winter party (date tbc)
* Lean Coffee - time tbc

## Special interest groups
* Design group meeting - tbc
";
    let expected = r"1: tbc · Summer party
2: tbc · Winter party
note 6: Design group meeting: the next meeting of this group is to be confirmed; add a group with `name: Design group` and `next: tbc`
3 read, 2 kept, 0 rewritten, 1 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_word_says_that_an_event_does_not_take_place() {
    let page = r"* 26 March 2026 - Lean Coffee - cancelled
* 27 March 2026 - Lean Coffee (postponed)
* 28 March 2026 - Lean Coffee - provisional
* ~~29 March 2026 - Lean Coffee~~
";
    let expected = r"1: 2026-03-26 · Lean Coffee · status: Cancelled
2: 2026-03-27 · Lean Coffee · status: Postponed
3: 2026-03-28 · Lean Coffee · status: Tentative
4: 2026-03-29 · Lean Coffee · status: Cancelled
note 4: Lean Coffee: it is struck out, so it is cancelled
4 read, 4 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn links_are_for_what_their_words_say() {
    let page = r"* 26 March 2026 - Talks - [Sign up](https://example.org/sign-up) - [Slides](https://example.org/slides) - [Join](https://example.org/join)
* 27 March 2026 - [Talks see details](/talks/)!
* 28 March 2026 - [Talks](javascript:alert) - 6pm
* 29 March 2026 - Talks - [more info](https://example.org/talks)
";
    let expected = r"1: 2026-03-26 · Talks · join: https://example.org/join · sign_up: https://example.org/sign-up · link: Slides <https://example.org/slides>
2: 2026-03-27 · Talks · description: [See details](/talks/)
3: 2026-03-28 18:00 · Talks
4: 2026-03-29 · Talks · url: https://example.org/talks
note 2: Talks: its link `/talks/` has no host, so it is in the description; to make it a key, write the whole address
note 3: Talks: its link `javascript:alert` is no address of a web page, and is not imported
4 read, 4 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn an_event_without_a_title_says_so() {
    let page = r"* 26 March 2026
* 27 March 2026, 11am - Virtual
";
    let expected = r"1: 2026-03-26 · (untitled)
2: 2026-03-27 11:00 · (untitled) · format: virtual
note 1: (untitled): it has no title; write one
note 2: (untitled): it has no title; write one
2 read, 2 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}
