/* A calendar, written by libical, on standard output, as Evolution and KOrganizer write them: its TZIDs have a prefix of its own. */

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>

static icalcomponent *calendar;
static icaltimezone *london, *new_york;

static icaltimetype at(const char *written, icaltimezone *zone)
{
    icaltimetype time = icaltime_from_string(written);
    return zone == NULL ? time : icaltime_set_timezone(&time, zone);
}

static void add(icalcomponent *event, icalproperty *property, icaltimezone *zone)
{
    if (zone != NULL)
        icalproperty_add_parameter(property, icalparameter_new_tzid(icaltimezone_get_tzid(zone)));
    icalcomponent_add_property(event, property);
}

static icalcomponent *event(const char *uid, const char *title, const char *start, const char *end, icaltimezone *zone)
{
    icalcomponent *made = icalcomponent_vanew(ICAL_VEVENT_COMPONENT, icalproperty_new_uid(uid),
                                              icalproperty_new_dtstamp(at("20260110T080000Z", NULL)),
                                              icalproperty_new_summary(title), (void *)0);
    add(made, icalproperty_new_dtstart(at(start, zone)), zone);
    if (end != NULL)
        add(made, icalproperty_new_dtend(at(end, zone)), zone);
    icalcomponent_add_component(calendar, made);
    return made;
}

static void rule(icalcomponent *event, const char *written)
{
    icalcomponent_add_property(event, icalproperty_new_rrule(icalrecurrencetype_from_string(written)));
}

static void zone_of(icaltimezone *zone)
{
    icalcomponent_add_component(calendar, icalcomponent_new_clone(icaltimezone_get_component(zone)));
}

int main(void)
{
    london = icaltimezone_get_builtin_timezone("Europe/London");
    new_york = icaltimezone_get_builtin_timezone("America/New_York");
    if (london == NULL || new_york == NULL)
        abort();
    calendar = icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
                                   icalproperty_new_prodid("-//Ximian//NONSGML Evolution Calendar//EN"), (void *)0);
    zone_of(london);
    zone_of(new_york);

    const char *title = "Bell ringing, beginners; all";
    icalcomponent *weekly = event("20240101T000000Z-weekly", title, "20240110T190000", "20240110T203000", london);
    rule(weekly, "FREQ=WEEKLY;BYDAY=WE");
    add(weekly, icalproperty_new_exdate(at("20240403T190000", london)), london);
    add(weekly, icalproperty_new_exdate(at("20241225T190000", london)), london);
    icalcomponent_add_property(weekly, icalproperty_new_location("Tower, 96 steps; mind your head"));
    icalcomponent_add_property(weekly, icalproperty_new_description("Plain Bob, Grandsire; Stedman.\nЗвонари, звонарки und Glöckner are welcome. "
                                                                    "Wear shoes that do not slip, and leave coats, bags; and umbrellas below."));
    icalcomponent_add_property(weekly, icalproperty_new_categories("Bells"));
    icalcomponent_add_property(weekly, icalproperty_new_class(ICAL_CLASS_PUBLIC));
    icalcomponent *alarm = icalcomponent_vanew(ICAL_VALARM_COMPONENT, icalproperty_new_action(ICAL_ACTION_DISPLAY),
                                               icalproperty_new_description("Bells"),
                                               icalproperty_new_trigger(icaltriggertype_from_string("-PT20M")), (void *)0);
    icalcomponent_add_component(weekly, alarm);
    icalcomponent *moved = event("20240101T000000Z-weekly", title, "20240530T180000", "20240530T193000", london);
    add(moved, icalproperty_new_recurrenceid(at("20240529T190000", london)), london);
    icalcomponent *cancelled = event("20240101T000000Z-weekly", title, "20240814T190000", "20240814T203000", london);
    add(cancelled, icalproperty_new_recurrenceid(at("20240814T190000", london)), london);
    icalcomponent_add_property(cancelled, icalproperty_new_status(ICAL_STATUS_CANCELLED));

    icalcomponent *monthly = event("20240101T000001Z-monthly", "Call with the ringers of Boston", "20240125T120000", NULL, new_york);
    icalcomponent_add_property(monthly, icalproperty_new_duration(icaldurationtype_from_string("PT50M")));
    rule(monthly, "FREQ=MONTHLY;COUNT=48;BYDAY=4TH");
    struct icaldatetimeperiodtype extra = {at("20241219T120000", new_york), icalperiodtype_null_period()};
    add(monthly, icalproperty_new_rdate(extra), new_york);
    rule(event("20240101T000002Z-setpos", "Steeple keepers", "20240222T180000", "20240222T190000", london),
         "FREQ=MONTHLY;UNTIL=20271231T235959Z;BYDAY=TH;BYSETPOS=4");
    event("20240101T000003Z-days", "Ringing tour", "20250725", "20250729", NULL);
    event("20240101T000004Z-utc", "Full peal", "20250510T093000Z", "20250510T123000Z", NULL);
    fputs(icalcomponent_as_ical_string(calendar), stdout);
    return 0;
}
