/* libical, what Evolution, GNOME Calendar and KOrganizer read with: paths of .ics files on standard input → the instances of
 * each, a line of JSON. Rules, exclusions and zones are libical's; that an override takes the place of an instance is the
 * reader's own work in every program that uses it, and is done here.
 * Absent: all judgement. What the reader sees is printed as it sees it. */

#include <libical/ical.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char first[16], last[16];

static char *whole_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    long size = ftell(file);
    rewind(file);
    char *text = calloc((size_t)size + 1, 1);
    if (fread(text, 1, (size_t)size, file) != (size_t)size)
        abort();
    fclose(file);
    return text;
}

static void print_text(const char *text)
{
    if (text == NULL) {
        printf("null");
        return;
    }
    putchar('"');
    for (const unsigned char *at = (const unsigned char *)text; *at != 0; at++) {
        if (*at == '"' || *at == '\\')
            printf("\\%c", *at);
        else if (*at < ' ')
            printf("\\u%04x", *at);
        else
            putchar(*at);
    }
    putchar('"');
}

/* In UTC; a day as it is. */
static void moment(struct icaltimetype time, char out[32])
{
    if (icaltime_is_date(time)) {
        snprintf(out, 32, "%04d-%02d-%02d", time.year, time.month, time.day);
        return;
    }
    bool is_floating = time.zone == NULL;
    struct icaltimetype utc = icaltime_convert_to_zone(time, icaltimezone_get_utc_timezone());
    snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d%s", utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second,
             is_floating ? " floating" : "Z");
}

static bool print_instance(icalcomponent *event, const char *id, struct icaltimetype start, struct icaltimetype end, bool is_next)
{
    char begins[32], ends[32];
    moment(start, begins);
    moment(end, ends);
    if (strcmp(begins, first) < 0 || strcmp(begins, last) >= 0)
        return false;
    if (is_next)
        putchar(',');
    putchar('[');
    print_text(icalcomponent_get_uid(event));
    putchar(',');
    print_text(id);
    printf(",\"%s\",\"%s\",", begins, ends);
    print_text(icalcomponent_get_summary(event));
    icalproperty *status = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
    putchar(',');
    print_text(status == NULL ? NULL : icalproperty_status_to_string(icalproperty_get_status(status)));
    putchar(',');
    print_text(icalcomponent_get_location(event));
    icalproperty *url = icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);
    putchar(',');
    print_text(url == NULL ? NULL : icalproperty_get_url(url));
    putchar(']');
    return true;
}

/* icalcomponent_get_recurrenceid forgets the zone. */
static struct icaltimetype recurrence_id(icalcomponent *event)
{
    icalproperty *id = icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
    return id == NULL ? icaltime_null_time() : icalproperty_get_datetime_with_component(id, event);
}

static icalcomponent *override_of(icalcomponent *calendar, const char *uid, const char *id)
{
    icalcompiter at = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
    for (icalcomponent *event; (event = icalcompiter_deref(&at)) != NULL; icalcompiter_next(&at)) {
        struct icaltimetype time = recurrence_id(event);
        char this[32];
        if (icaltime_is_null_time(time) || strcmp(icalcomponent_get_uid(event), uid) != 0)
            continue;
        moment(time, this);
        if (strcmp(this, id) == 0)
            return event;
    }
    return NULL;
}

static struct icaltimetype end_from(struct icaltimetype start, struct icaldurationtype length)
{
    if (icaltime_is_date(start))
        return icaltime_add(start, length);
    /* The exact length, whatever the clocks do in between. */
    struct icaltimetype utc = icaltime_convert_to_zone(start, icaltimezone_get_utc_timezone());
    return icaltime_add(utc, length);
}

static void print_instances(icalcomponent *calendar)
{
    bool is_next = false;
    /* Overrides first, so that there is no need to collect. */
    for (int overrides = 1; overrides >= 0; overrides--) {
        icalcompiter at = icalcomponent_begin_component(calendar, ICAL_VEVENT_COMPONENT);
        for (icalcomponent *event; (event = icalcompiter_deref(&at)) != NULL; icalcompiter_next(&at)) {
            struct icaltimetype id = recurrence_id(event);
            struct icaltimetype start = icalcomponent_get_dtstart(event);
            icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
            char key[32];
            if (overrides != !icaltime_is_null_time(id))
                continue;
            if (overrides) {
                moment(id, key);
                is_next |= print_instance(event, key, start, icalcomponent_get_dtend(event), is_next);
                continue;
            }
            if (rule == NULL) {
                is_next |= print_instance(event, NULL, start, icalcomponent_get_dtend(event), is_next);
                continue;
            }
            icalrecur_iterator *dates = icalrecur_iterator_new(icalproperty_get_rrule(rule), start);
            for (;;) {
                struct icaltimetype date = icalrecur_iterator_next(dates);
                if (icaltime_is_null_time(date))
                    break;
                moment(date, key);
                if (strcmp(key, last) >= 0)
                    break;
                if (icalproperty_recurrence_is_excluded(event, &start, &date))
                    continue;
                if (override_of(calendar, icalcomponent_get_uid(event), key) != NULL)
                    continue;
                is_next |= print_instance(event, key, date, end_from(date, icalcomponent_get_duration(event)), is_next);
            }
            icalrecur_iterator_free(dates);
        }
    }
}

static void print_file(const char *path)
{
    char *text = whole_file(path);
    icalcomponent *calendar = text == NULL ? NULL : icalparser_parse_string(text);
    if (calendar == NULL || icalcomponent_count_errors(calendar) > 0) {
        print_text(calendar == NULL ? "cannot be read" : "has errors");
    } else {
        putchar('[');
        print_instances(calendar);
        putchar(']');
    }
    putchar('\n');
    if (calendar != NULL)
        icalcomponent_free(calendar);
    free(text);
}

int main(int count, char **arguments)
{
    char path[4096];
    if (count != 3)
        return 2;
    snprintf(first, sizeof first, "%s", arguments[1]);
    snprintf(last, sizeof last, "%s", arguments[2]);
    icaltimezone_set_tzid_prefix("");
    while (fgets(path, sizeof path, stdin) != NULL) {
        path[strcspn(path, "\n")] = 0;
        print_file(path);
    }
    return 0;
}
