//! Sentences, with an event and without one.

use super::read;

#[test]
fn a_sentence_about_an_event_gives_its_title() {
    let page = r"We held lightning talks on Thursday 28 October 2021
With the following talks

* **Welcome by Anna Smith (Example Ltd) and Bob Jones (Other Ltd)**
* Boring crates - A tour of our crates. - Carol White (Example Ltd)
* Trees - Dora Black, NHS
* Rivers - Eve Green Principal Engineer
* Lakes - Frank Grey, Grace Brown
* Seas

Join us on 26 March 2026 for Lean Coffee.

Our next meeting is on Thursday 23 April 2026 at 6pm.

The Spring Meetup takes place on 14 May 2026, 10:00-16:00 in Leeds.

We will be hosting a hackathon on 6-8 May 2026.

A virtual short talk event on 24th October 2024 10:00 - 12:00. Around the theme of trees. All are welcome.
";
    let expected = r"1: 2021-10-28 · Lightning talks · talk: Welcome by Anna Smith (Example Ltd) + Bob Jones (Other Ltd) · talk: Boring crates (A tour of our crates) by Carol White (Example Ltd) · talk: Trees by Dora Black (NHS) · talk: Rivers by Eve Green, Principal Engineer · talk: Lakes by Frank Grey, Grace Brown · talk: Seas by 
11: 2026-03-26 · Lean Coffee
13: 2026-04-23 18:00 · Meeting
15: 2026-05-14 10:00 · Spring Meetup · length: 360 min · location: Leeds
17: 2026-05-06 · Hackathon · length: 3 d
19: 2024-10-24 10:00 · Short talk event · length: 120 min · format: virtual · description: Around the theme of trees. All are welcome.
note 1: Lightning talks: its title is made of the sentence `We held lightning talks on`
note 7: Lightning talks: `Eve Green Principal Engineer` is read as the speaker `Eve Green, Principal Engineer`
note 8: Lightning talks: `Frank Grey, Grace Brown` can be one speaker with an organisation, or several; it is kept as one
note 11: Lean Coffee: its title is made of the sentence `for Lean Coffee.`
note 13: Meeting: its title is made of the sentence `Our next meeting is on`
note 15: Spring Meetup: its title is made of the sentence `The Spring Meetup takes place on`
note 15: Spring Meetup: `Leeds` is read as its place
note 17: Hackathon: its title is made of the sentence `We will be hosting a hackathon`
note 19: Short talk event: its title is made of the sentence `A virtual short talk event on`
12 read, 6 kept, 6 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_date_in_another_sentence_is_no_event() {
    let page = r"The venue was booked on 5 March 2025 by the committee, and paid.

Last updated 3 March 2026

Copyright 1 January 2026

There were 30 people. In March 2026 we start again.

* Published on 4 March 2026
";
    let expected = r"note 1: The venue was booked on 5 March 2025 by the committee, and p…: it names a date in a sentence, and does not look like an event; if it is one, write it as `* date - title`
note 1: : no event is imported from it; an event is a line with a date, such as `* 26 March 2026 - Lean Coffee`
note 3: Last updated 3 March 2026: it names a date in a sentence, and does not look like an event; if it is one, write it as `* date - title`
note 5: Copyright 1 January 2026: it names a date in a sentence, and does not look like an event; if it is one, write it as `* date - title`
note 9: Published on 4 March 2026: it names a date in a sentence, and does not look like an event; if it is one, write it as `* date - title`
0 read, 0 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_rule_in_a_sentence_belongs_to_the_one_event_that_fits() {
    let page = r"Our regular lean coffees are on the 4th Thursday of the month at 11.00-12.00. Our book club is every other Wednesday.

* 26 March 2026 - Lean Coffee - 11:00 - 12:00
* 27 March 2026 - Lean Coffee - 11:00 - 12:00
";
    let expected = r"3: 2026-03-26 11:00 · Lean Coffee · length: 60 min · repeats: monthly on the 4th Thursday
4: 2026-03-27 11:00 · Lean Coffee · length: 60 min
note 1: Our book club is every other Wednesday.: it is about a series, and no event has its title, its day and its times; write `repeats: every 2 weeks on Wednesday` in the event with its first date
note 3: Lean Coffee: it repeats monthly on the 4th Thursday, by the sentence in line 1
3 read, 2 kept, 0 rewritten, 1 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_rule_that_several_events_fit_is_only_noted() {
    let page = r"Lean Coffee is every second Tuesday of the month at 11am, and not every second Monday.

* 10 March 2026 - Lean Coffee - 11:00 - 12:00
* 14 April 2026 - Lean Coffee - 11:00 - 12:00
";
    let expected = r"3: 2026-03-10 11:00 · Lean Coffee · length: 60 min
4: 2026-04-14 11:00 · Lean Coffee · length: 60 min
note 1: Lean Coffee is every second Tuesday of the month at 11am, an…: it is about a series, and several events have its title, its day and its times; write `repeats: monthly on the 2nd Tuesday` in the event with its first date
3 read, 2 kept, 0 rewritten, 1 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_rule_in_the_line_of_an_event_is_noted() {
    let page = r"* 26 March 2026 - Lean Coffee - 11:00-12:00 - every 4th Thursday of the month
";
    let expected = r"1: 2026-03-26 11:00 · Lean Coffee · length: 60 min · description: every 4th Thursday of the month
note 1: Lean Coffee: `every 4th Thursday of the month` is neither date, time nor title, and is in the description
note 1: Lean Coffee: it seems to repeat; then write `repeats: monthly on the 4th Thursday`
1 read, 1 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}
