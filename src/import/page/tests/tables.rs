//! Tables.

use super::read;

#[test]
fn the_header_says_what_the_columns_are() {
    let page = r"| Date | Time | Event | Where | Speaker | Link |
|------|------|-------|-------|---------|------|
| Thursday 26 March 2026 | 11:00-12:00 | Lean Coffee | Online | | [Join](https://example.org/join) |
| 23 April 2026 | 6pm | [Talks](https://example.org/talks) | Town Hall | Anna Smith (Example Ltd) | |
| Friday 23 April 2026 | 6pm | Wrong | | | |
| tbc | | Later | | | |
";
    let expected = r"3: 2026-03-26 11:00 · Lean Coffee · length: 60 min · format: virtual · join: https://example.org/join
4: 2026-04-23 18:00 · Talks · location: Town Hall · url: https://example.org/talks · talk: Talks by Anna Smith (Example Ltd)
6: tbc · Later
lost 5: Wrong: 23 April 2026 is a Thursday, not a Friday
4 read, 3 kept, 0 rewritten, 1 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn columns_are_in_any_order() {
    let page = r"| Start | When | What | Format | Notes |
|--|--|--|--|--|
| 18:00 | 2026-05-28 | Lean Coffee | hybrid | Bring **cake** |

| Date | Start | End | Title |
|--|--|--|--|
| 26/03/2026 | 10:00 | 12:30 | Range |
";
    let expected = r"3: 2026-05-28 18:00 · Lean Coffee · format: hybrid · description: Bring cake
7: 2026-03-26 10:00 · Range · length: 150 min
2 read, 2 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_table_without_a_known_header_is_read_as_lines() {
    let page = r"## 2026

| | | |
|--|--|--|
| 25 June | Lean Coffee | 10am |
| no date | here | |
";
    let expected = r"5: 2026-06-25 10:00 · Lean Coffee
1 read, 1 kept, 0 rewritten, 0 dropped";
    assert_eq!(read(page), expected);
}

#[test]
fn a_column_can_be_the_group_the_price_the_contact_or_a_description() {
    let page = r"| Date | Title | Group | Cost | Contact | Description | Sign up |
|--|--|--|--|--|--|--|
| 26 March 2026 | Lean Coffee | Design group | free | hello@example.org | Bring [cake](https://example.org/cake) | https://example.org/sign-up |
| 26 March | Quiz | | | | | |
";
    let expected = r"3: 2026-03-26 · Lean Coffee · sign_up: https://example.org/sign-up · price: free · contact: hello@example.org · groups: Design group · description: Bring [cake](https://example.org/cake)
lost 4: Quiz: it has no year, and no heading above it has one; write the year after the month
2 read, 1 kept, 0 rewritten, 1 dropped";
    assert_eq!(read(page), expected);
}
