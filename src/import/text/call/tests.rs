use proptest::prelude::*;

use super::{Call, Given, call};

fn of(description: &str) -> Call {
    call(&Given {
        description: Some(description),
        ..Given::default()
    })
}

fn parts(call: &Call) -> (Option<&str>, Option<&str>, Vec<&'static str>) {
    (
        call.join.as_deref(),
        call.description.as_deref(),
        call.held.sentences(),
    )
}

const TEAMS: &str = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%22Tid%22%3a%221%22%7d";

#[test]
fn the_block_of_teams_is_taken_out() {
    let text = format!(
        "Bring a mug.\n\n________________________________________________________________________________\nMicrosoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>\nJoin the meeting now<{TEAMS}>\nMeeting ID: 212 345 678 901\nPasscode: Ab3cD4\n________________________________\nDial in by phone\n+1 603-555-0142,,123456789#<tel:+16035550142,,123456789#> United States, Manchester\nFind a local number<https://dialin.teams.microsoft.com/0?id=123456789>\nPhone conference ID: 123 456 789#\nFor organizers: Meeting options<https://teams.microsoft.com/meetingOptions/?organizerId=1> | Reset dial-in PIN<https://dialin.teams.microsoft.com/usp/pstnconferencing>\n________________________________________________________________________________\n\nSee you"
    );
    assert_eq!(
        parts(&of(&text)),
        (
            Some(TEAMS),
            Some("Bring a mug.\n\nSee you"),
            vec![
                "a PIN of a telephone call",
                "a link of one person",
                "a passcode"
            ]
        )
    );
}

#[test]
fn the_new_link_of_teams_loses_its_passcode() {
    let text = "________________________________________________________________________________\nMicrosoft Teams meeting\nJoin: https://teams.microsoft.com/meet/21234567890123?p=AbCdEf\nMeeting ID: 212 345 678 901 23\nPasscode: Ab3cD4\n________________________________\nFor organizers: Meeting options\n________________________________________________________________________________";
    assert_eq!(
        parts(&of(text)),
        (
            Some("https://teams.microsoft.com/meet/21234567890123"),
            None,
            vec!["a passcode"]
        )
    );
}

#[test]
fn the_invitation_of_zoom_is_taken_out() {
    let text = "We read poems.\n\nRiverside is inviting you to a scheduled Zoom meeting.\n\nTopic: Office Hours\nTime: Oct 6, 2026 02:00 PM London\n        Every week on Tue, until Nov 17, 2026, 7 occurrence(s)\nPlease download and import the following iCalendar (.ics) files to your calendar system.\nWeekly: https://school.zoom.us/meeting/tE/ics?icsToken=ex\n\nJoin Zoom Meeting\nhttps://school.zoom.us/j/91234567890?pwd=AbC.1\n\nMeeting ID: 912 3456 7890\nPasscode: 123456\n\n---\n\nOne tap mobile\n+15550100101,,91234567890#,,,,*123456# US\n+15550100102,,91234567890#,,,,*123456# US (Tacoma)\n\n---\n\nDial by your location\n• +1 555 010 0101 US\n        +1 555 010 0102 US (Washington DC)\n\nMeeting ID: 912 3456 7890\nFind your local number: https://school.zoom.us/u/abC\n\n---\n\nJoin by SIP\n• 91234567890@zoomcrc.com\n";
    assert_eq!(
        parts(&of(text)),
        (
            Some("https://school.zoom.us/j/91234567890"),
            Some("We read poems."),
            vec![
                "a PIN of a telephone call",
                "a link of one person",
                "a passcode"
            ]
        )
    );
}

#[test]
fn the_block_of_google_is_taken_out() {
    let text = "Anyone is welcome!\n\n-::~:~::~:~:~:~:~:~:~:~:~:~:~:~::~:~::-\nJoin with Google Meet: https://meet.google.com/abc-defg-hij\nOr dial: (US) +1 402-555-0133 PIN: 123456789#\nMore phone numbers: https://tel.meet/abc-defg-hij?pin=1234&hs=7\n\nLearn more about Meet at: https://support.google.com/a/users/answer/9282720\n\nPlease do not edit this section.\n-::~:~::~:~:~:~:~:~:~:~:~:~:~:~::~:~::-";
    assert_eq!(
        parts(&of(text)),
        (
            Some("https://meet.google.com/abc-defg-hij"),
            Some("Anyone is welcome!"),
            vec!["a PIN of a telephone call", "a passcode"]
        )
    );
}

#[test]
fn the_block_of_google_is_taken_out_of_html() {
    let text = "Read <b>chapter 2</b><br>Bring a mug\n\n-::~:~::~:~:~:~:~::-\nJoin with Google Meet: https://meet.google.com/abc-defg-hij\nOr dial: (US) +1 402-555-0133 PIN: 123456789#\n\nPlease do not edit this section.\n-::~:~::~:~:~:~:~::-";
    assert_eq!(
        parts(&of(text)),
        (
            Some("https://meet.google.com/abc-defg-hij"),
            Some("Read **chapter 2**\nBring a mug"),
            vec!["a PIN of a telephone call"]
        )
    );
}

#[test]
fn the_block_of_teams_is_taken_out_of_html() {
    let text = format!(
        "<html><body><p>Bring a <b>mug</b>.</p><div><span style=\"color:#5F5F5F\">________________________________________________________________________________</span></div><div><span>Microsoft Teams</span> <a href=\"https://aka.ms/JoinTeamsMeeting?omkt=en-US\">Need help?</a></div><div><a href=\"{TEAMS}\">Join the meeting now</a></div><div>Meeting ID: 212 345 678 901</div><div>Passcode: Ab3cD4</div><hr><div>Dial in by phone</div><div><a href=\"tel:+16035550142,,123456789#\">+1 603-555-0142,,123456789#</a> United States</div><div>For organizers: <a href=\"https://teams.microsoft.com/meetingOptions/?organizerId=1\">Meeting options</a></div><div>________________________________________________________________________________</div></body></html>"
    );
    assert_eq!(
        parts(&of(&text)),
        (
            Some(TEAMS),
            Some("Bring a **mug**."),
            vec![
                "a PIN of a telephone call",
                "a link of one person",
                "a passcode"
            ]
        )
    );
}

#[test]
fn the_link_to_edit_an_event_of_google_is_not_kept() {
    let text = "Minutes: https://docs.example.org/1\n\n-::~:~::~:~:~:~:~::-\nPlease do not edit this section of the description.\n\nView your event at https://www.google.com/calendar/event?action=VIEW&eid=M2&tok=MTk&ctz=London.\n-::~:~::~:~:~:~:~::-";
    let call = of(text);
    assert_eq!(
        call.description.as_deref(),
        Some("Minutes: https://docs.example.org/1")
    );
    assert!(call.held.sentences().contains(&"a link of one person"));
}

#[test]
fn the_invitation_of_webex_is_taken_out() {
    let text = "Agenda: budget\n\nRiverside invites you to join this Webex meeting.\n\nJoin meeting\nhttps://school.webex.com/school/j.php?MTID=m01\n\nMeeting number: 2630 123 4567\nPassword: AbCd1234\n\nJoin by video system\nDial 26301234567@school.webex.com\nYou can also dial 192.0.2.68 and enter your meeting number.\n\nJoin by phone\n+1-555-010-0199 US Toll\nAccess code: 2630 123 4567\n\nNeed help? Go to https://help.webex.com\n\nBring biscuits";
    assert_eq!(
        parts(&of(text)),
        (
            Some("https://school.webex.com/school/j.php?MTID=m01"),
            Some("Agenda: budget\n\nBring biscuits"),
            vec!["a passcode"]
        )
    );
}

#[test]
fn the_words_of_a_person_stay_without_the_passcode() {
    let text = "Join us on Zoom: https://zoom.us/j/123?pwd=x\nThe passcode is Sesame1, and we start on time.\nNotes from https://example.org/notes";
    assert_eq!(
        parts(&of(text)),
        (
            Some("https://zoom.us/j/123"),
            Some("The passcode is …, and we start on time.\nNotes from https://example.org/notes"),
            vec!["a passcode"]
        )
    );
}

#[test]
fn lines_that_only_look_like_an_invitation_stay() {
    let text = "Meeting link is in the chat\nMore info on the budget is below, and it is long\nPIN: the doc to the channel\nJoin meeting\nof the committee, afterwards";
    let call = of(text);
    assert_eq!(
        call.description.as_deref(),
        Some(
            "Meeting link is in the chat\nMore info on the budget is below, and it is long\nPIN: the doc to the channel\nJoin meeting\nof the committee, afterwards"
        )
    );
}

#[test]
fn a_passcode_below_its_label_is_held_back() {
    assert_eq!(
        parts(&of("Poems\n\nPasscode:\nSesame99\n\nSee you")),
        (
            None,
            Some("Poems\n\nPasscode:\n\nSee you"),
            vec!["a passcode"]
        )
    );
}

#[test]
fn a_place_that_is_a_call_becomes_its_address() {
    for (location, join, place, format) in [
        (
            "https://zoom.us/j/1?pwd=x",
            Some("https://zoom.us/j/1"),
            None,
            Some("virtual"),
        ),
        ("Microsoft Teams Meeting", None, None, Some("virtual")),
        (
            "Room 5; Microsoft Teams Meeting",
            None,
            Some("Room 5"),
            None,
        ),
        (
            "Town hall, https://meet.google.com/abc-defg-hij",
            Some("https://meet.google.com/abc-defg-hij"),
            Some("Town hall"),
            Some("hybrid"),
        ),
        (
            "https://video.example.org/club",
            Some("https://video.example.org/club"),
            None,
            Some("virtual"),
        ),
        (
            "Town hall\nHigh Street 1",
            None,
            Some("Town hall, High Street 1"),
            None,
        ),
    ] {
        let call = call(&Given {
            location: Some(location),
            ..Given::default()
        });
        assert_eq!(
            (call.join.as_deref(), call.location.as_deref(), call.format),
            (join, place, format),
            "{location}"
        );
    }
}

#[test]
fn a_page_for_tickets_becomes_the_address_to_sign_up() {
    let call = call(&Given {
        url: Some("https://www.eventbrite.co.uk/e/poems-1"),
        conference: &["tel:+1555", "https://video.example.org/b/club"],
        ..Given::default()
    });
    assert_eq!(
        call.sign_up.as_deref(),
        Some("https://www.eventbrite.co.uk/e/poems-1")
    );
    assert_eq!(
        call.join.as_deref(),
        Some("https://video.example.org/b/club")
    );
    assert_eq!(call.url, None);
}

#[test]
fn a_long_hostile_description_takes_little_time() {
    for part in [
        "pin (",
        "pin 1 ",
        "https://a.b)",
        "Join Zoom Meeting\n",
        "____________________\n",
        "passcode: ",
        "-::~\n",
        "tel:,,12345678# ",
    ] {
        let text = part.repeat(4_000_000 / part.len());
        assert!(of(&text).is_cut);
    }
}

/// A line of an invitation, with the secret `Sesame99` or `777123`.
fn invitation() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "Join Zoom Meeting\nhttps://zoom.us/j/123?pwd=Sesame99", "Passcode: Sesame99", "Passcode: 777123", "password is Sesame99",
        "Kenncode: Sesame99", "PIN: 777123#", "+15550100101,,91234567890#,,,,*777123# US", "Meeting ID: 123 456",
        "https://teams.microsoft.com/meet/1?p=Sesame99", "https://us02web.zoom.us/s/1?zak=Sesame99", "a b", "", "___", "-::~:~::-",
        "____________________", "Microsoft Teams meeting", "Dial in by phone", "https://tel.meet/a?pin=777123&hs=7",
        "[Join](https://zoom.us/j/1?pwd=Sesame99)", "<https://bluejeans.com/1/777123>", "Zoom (passcode Sesame99), every week",
        "https://www.google.com/url?q=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3DSesame99&sa=D", "**Passcode:** Sesame99",
        "https://a.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F1%3Fpwd%3DSesame99&data=1",
        "Passcode:\nSesame99",
        "Passcode:\n\n777 123",
        "<div>Passcode: Sesame99</div>",
        "<p>Passcode:</p><p>Sesame99</p>",
        "<table><tr><td>Passcode</td><td>Sesame99</td></tr></table>",
        "<b>Passcode:</b> Sesame99",
        "Password (case sensitive): Sesame99", "access code 777123",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn no_passcode_is_in_any_part(lines in prop::collection::vec(invitation(), 0..8), location in invitation(), url in invitation(), between in "( |\n|\n\n|\r\n)") {
        let text = lines.join(&between);
        let call = call(&Given { description: Some(&text), is_html: false, location: Some(&location), url: Some(&url), conference: &[&url] });
        let shown = format!("{call:?}");
        prop_assert!(!shown.contains("Sesame99") && !shown.contains("777123") && !shown.contains("777 123"), "{text}\n{shown}");
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), location in "(zoom|passcode|:|[a-z1]| |https://|\\.|/|;|,){0,12}") {
        let call = call(&Given { description: Some(&text), is_html: false, location: Some(&location), url: Some(&location), conference: &[&location] });
        prop_assert!(call.join.is_none_or(|url| crate::value::Url::parse(&url).is_ok()));
    }
}
