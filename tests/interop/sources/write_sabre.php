<?php
// A calendar, written by sabre/vobject, on standard output, as CalDAV servers in PHP write them. Its TZIDs come without a VTIMEZONE.

require_once 'Sabre/VObject/autoload.php';

use Sabre\VObject\Component;
use Sabre\VObject\Component\VCalendar;
use Sabre\VObject\Property\DateTime as Time;
use Sabre\VObject\Property\MultiDateTime as Times;

$calendar = new VCalendar();
$calendar->add('VERSION', '2.0');
$calendar->add('PRODID', '-//Film club//sabre/vobject//EN');
$calendar->add('X-WR-CALNAME', 'Film club');
$calendar->add('X-APPLE-CALENDAR-COLOR', '#0082c9');

function time_of(string $name, string $written, int $type = Time::LOCALTZ, string $zone = 'Europe/London'): Time
{
    $time = new Time($name);
    $time->setDateTime(new DateTime($written, new DateTimeZone($zone)), $type);
    return $time;
}

function event(string $uid, string $title, Time ...$times): Component
{
    global $calendar;
    $event = Component::create('VEVENT');
    $event->add('UID', $uid);
    $event->add(time_of('DTSTAMP', '2026-01-10 08:00', Time::UTC, 'UTC'));
    $event->add('SUMMARY', $title);
    foreach ($times as $time) {
        $event->add($time);
    }
    $calendar->add($event);
    return $event;
}

$title = 'Film, popcorn; discussion';
$weekly = event('a1-weekly', $title, time_of('DTSTART', '2024-01-12 20:00'), time_of('DTEND', '2024-01-12 22:30'));
$weekly->add('RRULE', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR');
$exceptions = new Times('EXDATE');
$london = new DateTimeZone('Europe/London');
$exceptions->setDateTimes([new DateTime('2024-03-22 20:00', $london), new DateTime('2024-12-27 20:00', $london)], Time::LOCALTZ);
$weekly->add($exceptions);
$weekly->add('LOCATION', 'Cinéma, Salle 2; au fond');
$weekly->add('DESCRIPTION', "Le film est une surprise.\nVO sous-titrée – 字幕付き, с субтитрами. " . str_repeat('Doors open at half past seven; seats are free. ', 4));
$weekly->add('CATEGORIES', 'Film,Evening');
$alarm = Component::create('VALARM');
$alarm->add('ACTION', 'DISPLAY');
$alarm->add('TRIGGER', '-PT1H');
$alarm->add('DESCRIPTION', 'Film');
$weekly->add($alarm);
$moved = event('a1-weekly', $title, time_of('RECURRENCE-ID', '2024-05-03 20:00'), time_of('DTSTART', '2024-05-04 21:30'), time_of('DTEND', '2024-05-05 00:15'));
$moved->add('LOCATION', 'Open air');
$cancelled = event('a1-weekly', $title, time_of('RECURRENCE-ID', '2024-08-09 20:00'), time_of('DTSTART', '2024-08-09 20:00'), time_of('DTEND', '2024-08-09 22:30'));
$cancelled->add('STATUS', 'CANCELLED');

$monthly = event('b2-monthly', 'Silent films', time_of('DTSTART', '2024-01-25 18:00', Time::LOCALTZ, 'America/New_York'));
$monthly->add('DURATION', 'PT2H');
$monthly->add('RRULE', 'FREQ=MONTHLY;BYDAY=4TH;COUNT=30');
$setpos = event('c3-setpos', 'Programme committee', time_of('DTSTART', '2024-02-22 18:00'), time_of('DTEND', '2024-02-22 19:00'));
$setpos->add('RRULE', 'FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4;UNTIL=20271231T235959Z');
event('d4-days', 'Festival', time_of('DTSTART', '2025-10-16', Time::DATE), time_of('DTEND', '2025-10-20', Time::DATE));
$talk = event('e5-utc', 'Talk with a director', time_of('DTSTART', '2025-02-20 19:00:30', Time::UTC, 'UTC'), time_of('DTEND', '2025-02-20 20:00:30', Time::UTC, 'UTC'));
$talk->add('STATUS', 'TENTATIVE');
echo $calendar->serialize();
