<?php
// A calendar, written by sabre/vobject, on standard output, as CalDAV servers in PHP write them.

require_once 'Sabre/VObject/autoload.php';

use Sabre\VObject\Component\VCalendar;

$london = new DateTimeZone('Europe/London');
$newYork = new DateTimeZone('America/New_York');
$at = fn(string $time, $zone = null) => new DateTime($time, $zone ?? $london);
$stamp = new DateTime('2026-01-10 08:00', new DateTimeZone('UTC'));
$calendar = new VCalendar();
$calendar->add('X-WR-CALNAME', 'Film club');
$calendar->add('X-APPLE-CALENDAR-COLOR', '#0082c9');
$event = fn(array $properties) => $calendar->add('VEVENT', $properties + ['DTSTAMP' => $stamp]);

$title = 'Film, popcorn; discussion';
$weekly = $event([
    'UID' => 'a1-weekly', 'SUMMARY' => $title, 'DTSTART' => $at('2024-01-12 20:00'), 'DTEND' => $at('2024-01-12 22:30'),
    'RRULE' => 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', 'LOCATION' => 'Cinéma, Salle 2; au fond',
    'DESCRIPTION' => "Le film est une surprise.\nVO sous-titrée – 字幕付き, с субтитрами. " . str_repeat('Doors open at half past seven; seats are free. ', 4),
]);
$weekly->add('EXDATE', [$at('2024-03-22 20:00'), $at('2024-12-27 20:00')]);
$weekly->add('CATEGORIES', ['Film', 'Evening']);
$weekly->add('VALARM', ['ACTION' => 'DISPLAY', 'TRIGGER' => '-PT1H', 'DESCRIPTION' => 'Film']);
$event([
    'UID' => 'a1-weekly', 'SUMMARY' => $title, 'DTSTART' => $at('2024-05-04 21:30'), 'DTEND' => $at('2024-05-05 00:15'),
    'RECURRENCE-ID' => $at('2024-05-03 20:00'), 'LOCATION' => 'Open air',
]);
$event([
    'UID' => 'a1-weekly', 'SUMMARY' => $title, 'DTSTART' => $at('2024-08-09 20:00'), 'DTEND' => $at('2024-08-09 22:30'),
    'RECURRENCE-ID' => $at('2024-08-09 20:00'), 'STATUS' => 'CANCELLED',
]);
$event([
    'UID' => 'b2-monthly', 'SUMMARY' => 'Silent films', 'DTSTART' => $at('2024-01-25 18:00', $newYork), 'DURATION' => 'PT2H',
    'RRULE' => 'FREQ=MONTHLY;BYDAY=4TH;COUNT=30',
]);
$event([
    'UID' => 'c3-setpos', 'SUMMARY' => 'Programme committee', 'DTSTART' => $at('2024-02-22 18:00'), 'DTEND' => $at('2024-02-22 19:00'),
    'RRULE' => 'FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4;UNTIL=20271231T235959Z',
]);
$days = $event(['UID' => 'd4-days', 'SUMMARY' => 'Festival', 'DTSTART' => '20251016', 'DTEND' => '20251020']);
$days->DTSTART['VALUE'] = 'DATE';
$days->DTEND['VALUE'] = 'DATE';
$event([
    'UID' => 'e5-utc', 'SUMMARY' => 'Talk with a director', 'DTSTART' => new DateTime('2025-02-20 19:00', new DateTimeZone('UTC')),
    'DTEND' => new DateTime('2025-02-20 20:00', new DateTimeZone('UTC')), 'STATUS' => 'TENTATIVE',
]);
echo $calendar->serialize();
