//! The English words of the pages, by name.
//!
//! Each row is the name of a word and its English text. The macro makes the type [`Words`], the static [`ENGLISH`], and the list
//! [`NAMES`], so a word is declared once and can neither be forgotten nor misspelt. The texts are constants, and nothing is parsed when the
//! program starts. A comment says where a word is shown, if the text alone does not.

use std::borrow::Cow;

macro_rules! words {
    ($($(#[$comment:meta])* $name:ident: $english:literal,)+) => {
        /// One text for each name of the catalogue.
        #[derive(Clone, Debug)]
        pub(crate) struct Words {
            $($(#[$comment])* pub(crate) $name: Cow<'static, str>,)+
        }

        /// The words that are built in. Everything except the pages always uses them.
        pub(crate) static ENGLISH: Words = Words {
            $($name: Cow::Borrowed($english),)+
        };

        /// The names of all words, in the order of the catalogue.
        pub(crate) const NAMES: &[&str] = &[$(stringify!($name)),+];

        impl Words {
            /// Returns the text with a name.
            pub(crate) fn get(&self, name: &str) -> Option<&str> {
                Some(match name {
                    $(stringify!($name) => &self.$name,)+
                    _ => return None,
                })
            }

            /// Replaces the text with a name. An unknown name changes nothing.
            pub(super) fn replace(&mut self, name: &str, text: String) {
                match name {
                    $(stringify!($name) => self.$name = Cow::Owned(text),)+
                    _ => {}
                }
            }
        }
    };
}

words! {
    /// The language of these words, as a tag of HTML.
    language: "en-GB",

    // Dates and times.
    monday: "Monday",
    tuesday: "Tuesday",
    wednesday: "Wednesday",
    thursday: "Thursday",
    friday: "Friday",
    saturday: "Saturday",
    sunday: "Sunday",
    monday_short: "Mon",
    tuesday_short: "Tue",
    wednesday_short: "Wed",
    thursday_short: "Thu",
    friday_short: "Fri",
    saturday_short: "Sat",
    sunday_short: "Sun",
    /// The heading of a column, whose end only screen readers read out.
    monday_column: "Mon{hidden}day{/hidden}",
    tuesday_column: "Tue{hidden}sday{/hidden}",
    wednesday_column: "Wed{hidden}nesday{/hidden}",
    thursday_column: "Thu{hidden}rsday{/hidden}",
    friday_column: "Fri{hidden}day{/hidden}",
    saturday_column: "Sat{hidden}urday{/hidden}",
    sunday_column: "Sun{hidden}day{/hidden}",
    january: "January",
    february: "February",
    march: "March",
    april: "April",
    may: "May",
    june: "June",
    july: "July",
    august: "August",
    september: "September",
    october: "October",
    november: "November",
    december: "December",
    january_short: "Jan",
    february_short: "Feb",
    march_short: "Mar",
    april_short: "Apr",
    may_short: "May",
    june_short: "Jun",
    july_short: "Jul",
    august_short: "Aug",
    september_short: "Sep",
    october_short: "Oct",
    november_short: "Nov",
    december_short: "Dec",
    /// If `am` and `pm` are both empty, the clock has 24 hours: `18:00`.
    am: "am",
    pm: "pm",
    midday: "midday",
    midnight: "midnight",
    date: "{weekday} {day} {month} {year}",
    date_without_year: "{weekday} {day} {month}",
    date_without_month: "{weekday} {day}",
    month_of_year: "{month} {year}",
    day_of_year: "{day} {month} {year}",
    day_of_month: "{day} {month}",
    /// A day in a list, whose month is named later in the list.
    day_in_list: "{day}",
    date_and_time: "{date}, {time}",
    from_to: "{start} to {end}",
    /// An event that ends when the clocks show a time for the second time.
    second_time: "{time} after the clocks go back",
    all_day: "all day",
    whole_days: "{count} whole days",
    one_day_later: "{time} 1 day later",
    days_later: "{time} {count} days later",
    /// Between the entries of a list.
    list_separator: ", ",
    list_last_separator: " and ",
    and_more_dates: "{dates} and {count} more, the last on {date}",
    date_to_be_confirmed: "date to be confirmed",
    day_to_be_confirmed: "{year}, day to be confirmed",
    meetings: "{count} meetings",
    zone_of_city: "{city} time",
    zone_of_region: "{city}, {region} time",
    /// The visitor's own time, beside that of the event.
    your_time: "({start} to {end} your time)",
    day_and_time: "{day}, {time}",

    // Rules.
    daily: "daily",
    weekly: "weekly",
    monthly: "monthly",
    yearly: "yearly",
    every_weekday: "every weekday",
    every_days: "every {count} days",
    every_weeks: "every {count} weeks",
    every_months: "every {count} months",
    every_years: "every {count} years",
    ordinal_first: "1st",
    ordinal_second: "2nd",
    ordinal_third: "3rd",
    ordinal_fourth: "4th",
    ordinal_last: "last",
    weekday_of_month: "{ordinal} {weekday}",
    rule_on_weekdays: "{period} on {weekdays}",
    rule_on_weekdays_of_month: "{period} on the {weekdays}",
    rule_on_day: "{period} on day {day}",
    rule_on_last_day: "{period} on the last day",
    rule_on_first_working_day: "{period} on the first working day",
    rule_on_last_working_day: "{period} on the last working day",
    rule_on_date: "{period} on {day} {month}",
    rule_on_weekday_of_year: "{period} on the {weekday} of {month}",
    rule_until: "{rule} until {date}",
    repeats: "Repeats {rule}",
    repeats_from: "Repeats {rule}, from {start}",
    repeats_from_until: "Repeats {rule}, from {start}, until {end}",
    also_on: "Also on {dates}",

    // What has changed.
    cancelled: "Cancelled",
    postponed: "Postponed, new date to be confirmed",
    tentative: "To be confirmed",
    tentative_and_moved: "To be confirmed. Moved from {time}",
    moved: "Moved from {time}",
    no_meeting: "No meeting",
    no_meeting_on: "No meeting on {date}",
    with_reason: "{news}: {reason}",
    /// A heading. Sighted readers see the state in another place.
    cancelled_event: "{hidden}Cancelled: {/hidden}{event}",
    postponed_event: "{hidden}Postponed: {/hidden}{event}",
    skipped_event: "{hidden}No meeting: {/hidden}{event}",
    /// An event in the table of a month.
    event_on: "{hidden}{date}: {/hidden}{event}",
    cancelled_event_on: "{hidden}{date}: cancelled: {/hidden}{event}",
    postponed_event_on: "{hidden}{date}: postponed: {/hidden}{event}",
    skipped_event_on: "{hidden}{date}: no meeting: {/hidden}{event}",
    /// The title of a page.
    cancelled_title: "Cancelled: {title}",
    postponed_title: "Postponed: {title}",
    /// A title in calendar programs and in the news feed.
    cancelled_published: "CANCELLED: {title}",
    postponed_published: "POSTPONED: {title}",
    tentative_published: "{title} (TBC)",

    // An event.
    virtual_form: "Virtual",
    in_person_form: "In person",
    hybrid_form: "Hybrid",
    free: "Free",
    join: "Join",
    join_online: "Join online{hidden}: {title}{/hidden}",
    join_at: "Join: {address}",
    details_at: "Details: {address}",
    sign_up: "Sign up",
    sign_up_for: "Sign up{hidden}: {title}{/hidden}",
    slides: "Slides",
    slides_of: "Slides{hidden} of {title}{/hidden}",
    video: "Video",
    video_of: "Video{hidden} of {title}{/hidden}",
    about_this_event: "About this event",
    about_event: "About this event{hidden}: {title}{/hidden}",
    contact: "Contact: {contact}",
    more_about: "More{hidden} about {name}{/hidden}",
    talks_and_links: "Talks and links{hidden} of {title}{/hidden}",
    and_then: "And {rule}: {link}all dates{hidden} of {series}{/hidden}{/link}",
    and_then_of: "And {rule} – {link}all dates of {series}{/link}",
    all_about: "{link}All about {series}, and all its dates{/link}",
    all_about_with_rule: "{link}All about {series}, and all its dates{/link}: {rule}",
    event_over: "This event is over.",
    meeting_over: "This meeting is over.",
    series_over: "This series has ended.",
    next_meetings: "Next meetings",
    past_meetings: "Past meetings",
    next: "Next",
    on_now_here: "On now",
    on_now: "On now: {event}, {time}",
    next_meeting: "Next meeting: {event}, {time}",
    next_meeting_at: "Next meeting: {time}",
    next_meeting_to_be_confirmed: "Next meeting to be confirmed",

    // Ways to add an event.
    add_event: "Add this event",
    add_event_of_list: "Add this event{hidden}: {title}, {time}{/hidden}",
    add_series: "Add the whole series",
    add_meeting: "Add this meeting",
    add_to_apple: "Add to Apple Calendar",
    add_to_google: "Add to Google Calendar",
    add_to_outlook: "Add to Outlook.com",
    add_to_office: "Add to Microsoft 365",
    download_file: "Download .ics file",
    download_file_of: "Download .ics file of every {weekday}",
    download_date: "{time} (.ics)",
    adds_one_date: "This adds {time}, and no other date. Add each of the others too:",
    adds_rule: "This adds the dates of the rule. Add each of the others too:",
    add_each_date: "Add each of its dates:",
    more_below: "{count} more are below.",
    outlook_needs_file: "Outlook adds a whole series from the file only. You can also add a single meeting below.",
    outlook_needs_files: "Outlook adds a whole series from the files only. You can also add a single meeting below.",
    links_need_file: "Google and Outlook add this series from the file only. You can also add a single meeting below.",
    links_need_files: "Google and Outlook add this series from the files only. You can also add a single meeting below.",
    series_does_not_update: "If you add a series, it will not update. {link}Subscribe{/link} to get changes.",
    event_does_not_update: "If you add a single event, it will not update. {link}Subscribe{/link} to get changes.",
    meeting_does_not_update: "This adds one meeting, and it will not update. {link}Subscribe{/link} to get all meetings, and every change.",
    appears_once_known: "{link}Subscribe{/link}, and it appears in your calendar once its date is known.",
    in_your_calendar: "If it is in your calendar:",
    in_your_calendar_of_list: "If it is in your calendar{hidden}: {title}, {time}{/hidden}",
    you_subscribed: "You have subscribed: your calendar shows it by itself.",
    you_added_series: "You added the whole series from its file: open {files} again.",
    you_added_series_or_meetings: "You added the whole series from its file: open {files} again. You added single meetings: open the file of each, below.",
    file_of_series: "the file of the series",
    file_of_series_of: "the file of the series, every {weekday}",
    file_of: "every {weekday}",
    you_added_meeting: "You added only this meeting from its file: open {link}this notice{/link}, which marks it there.",
    you_added_event: "You added it from its file: open {link}this notice{/link}, which marks it there.",
    you_added_date: "You added {time} from its file: open {link}its notice{/link}.",
    you_added_link: "You added it with a link to Google or Outlook: delete it by hand.",

    // Subscribe.
    subscribe: "Subscribe",
    subscribe_to: "Subscribe to {name}",
    subscribe_at: "Subscribe: {address}",
    how_to_subscribe: "How to subscribe",
    subscribers_get_events: "Every new, moved or cancelled event appears in your own calendar.",
    subscribers_get_meetings: "Every new, moved or cancelled meeting of this group appears in your own calendar.",
    subscribe_in_part: "{link}Subscribe{/link}, and every new, moved or cancelled event appears in your own calendar. Address of the calendar: {address}",
    subscribe_in_office: "Outlook at work{hidden}: {name}{/hidden}",
    subscribe_in_outlook: "Outlook.com{hidden}: {name}{/hidden}",
    subscribe_in_apple: "Apple Calendar{hidden}: {name}{/hidden}",
    subscribe_in_google: "Google Calendar, on a computer{hidden}: {name}{/hidden}",
    other_ways: "Other ways",
    google_needs_address: "Google asks for the address: {address}",
    address_of_calendar: "Address of the calendar{hidden}: {name}{/hidden}",
    add_feed_to_outlook: "Add to Outlook.com{hidden}: {name},{/hidden} {small}personal account{/small}",
    add_feed_to_office: "Add to Microsoft 365{hidden}: {name},{/hidden} {small}work account{/small}",
    open_feed_in_apple: "Open in Apple Calendar{hidden}: {name},{/hidden} {small}iPhone, iPad or Mac{/small}",
    paste_feed_into_google: "Paste into Google Calendar{hidden}: {name},{/hidden} {small}on a computer; copy the address first{/small}",
    copy_address: "Copy address",
    copy_address_of: "Copy address of {name}",
    copied: "Copied",
    copy_by_hand: "Selected: copy it with your keyboard",
    how_programs_work: "How each program works",
    how_and_how_soon: "How each program works, and how soon changes arrive",
    apple: "Apple Calendar on iPhone, iPad and Mac",
    apple_how: "Open the link and confirm. You choose how often it looks for changes. A Mac looks once a week at first: choose “Every hour”.",
    outlook: "Outlook.com, new Outlook and Microsoft 365",
    outlook_how: "Open the link for your account, personal or work. Or choose Add calendar, then Subscribe from web, and paste the address. Changes usually take about 3 hours, at times more than a day.",
    classic_outlook: "Classic Outlook for Windows",
    classic_outlook_how: "Choose Add calendar, then From internet, and paste the address. It looks for changes when it starts and every few hours. Outlook for Mac cannot subscribe: use Outlook on the web with the same account.",
    google: "Google Calendar",
    google_how: "Copy the address, then paste it on the page that opens and choose Add calendar. You need a computer for this; the calendar then appears on your phone too. Changes take up to a day.",
    other_programs: "Thunderbird and others",
    other_programs_how: "Choose New calendar, then On the network, and paste the address. You can change how often it refreshes in its settings.",
    copy_to_keep: "A copy to keep",
    copy_to_keep_how: "You can {link}download all events{/link}. A downloaded file will not update, and Outlook opens it as a new calendar.",

    // Pages and their lists.
    page_title: "{page} – {calendar}",
    events_of: "Events of {name}",
    news_of: "News of {name}",
    events_as_data: "Events as data",
    skip_link: "Skip to the content",
    for_other_sites: "For other sites: {atom}news feed (Atom){/atom}, {json}events as JSON{/json}, {markdown}events as Markdown{/markdown}",
    events: "Events",
    all_events: "All events",
    upcoming_events: "Upcoming events",
    all_upcoming_events: "All upcoming events",
    upcoming_meetings: "Upcoming meetings",
    past_events: "Past events",
    past_events_of: "Past events of {year}",
    past_events_of_are: "Past events of {year}: {events}",
    all_events_of: "All events of {year}",
    to_be_confirmed: "To be confirmed",
    all_without_date: "{link}All {count} events without a date{/link}, in the list of all events",
    times_are: "Times are {zone} unless it says otherwise.",
    made_on: "This page was made on {date}.",
    find_event: "Find an event",
    group: "Group",
    groups: "Groups",
    all_groups: "All groups",
    all_groups_count: "All {count} groups",
    other_groups: "Other groups",
    groups_of: "Groups of {name}",
    part_of: "Part of {areas}",
    only_own_calendar: "Its meetings are only in its own calendar.",
    only_this_calendar: "These meetings are only in this calendar, and not in the one of all events.",
    filter_some: "{shown} of the {all} events on this page",
    filter_none: "None of the {all} events on this page. Later events are on the pages of the months.",
    no_events: "No events are planned at the moment.",
    no_events_subscribe: "No events are planned at the moment. {link}Subscribe{/link}, and the next one appears in your calendar.",
    no_meetings: "No meeting is planned at the moment.",
    no_meetings_subscribe: "No meeting is planned at the moment. {link}Subscribe{/link}, and the next one appears in your calendar.",
    no_meetings_subscribe_to: "No meeting is planned at the moment. {link}Subscribe{hidden} to {name}{/hidden}{/link}, and the next one appears in your calendar.",
    more_in: "More in {month}",
    months: "Months",
    month_by_week: "{month} by week",
    events_in: "Events in {month}",
    other_times: "Other times",
    other_times_below: "Other times, below the list",
    about: "About {name}",
    about_this_group: "About this group",
    groups_and_next: "The groups of {name}, and when each of them meets next",
    groups_have_pages: "Each group has a page with all its meetings, and a calendar of its own to subscribe to.",
    next_date_unknown: "The date of the next meeting is to be confirmed. {link}Subscribe{/link}, and it appears in your calendar once its date is known.",
    more_of_group: "More meetings of this group:",
    month_over: "{month} is over. Its events are on {link}the page of {year}{/link}.",
    month_empty: "There are no events in {month}. See {link}what is coming{/link}.",
    group_moved: "This group has a new address: {link}the page of {name}{/link}",
    not_found: "Page not found",
    not_found_why: "There is nothing at this address. The event may have been renamed, or its month is over.",
    calendar_to_subscribe: "The calendar to subscribe to: {link}{address}{/link}",

    // The Markdown parts for other sites.
    on_now_in_part: "On now:",
    next_unknown_in_part: "The next meeting is to be confirmed. {link}Subscribe{/link}, and the next one appears in your calendar.",
    on_now_in_line: "on now: {time}, {event}",
    next_meeting_in_line: "next meeting: {time}, {event}",
    next_unknown_in_line: "next meeting to be confirmed",
    contact_in_line: "{link}contact us{/link}",
    about_in_line: "{link}about{/link}",
    only_own_in_line: "meetings only in its own calendar",
    calendar_in_line: "calendar: {address}",
    repeats_in_line: "repeats {rule}",
}
