# A calendar, written by icalendar for Ruby, on standard output, as Rails and Jekyll sites write them.

require "icalendar"

calendar = Icalendar::Calendar.new
calendar.prodid = "-//Gardens//icalendar-ruby//EN"
calendar.append_custom_property("X-WR-CALNAME", "Community gardens")
calendar.append_custom_property("X-WR-TIMEZONE", "Europe/London")

zoned = ->(time, zone = "Europe/London") { Icalendar::Values::DateTime.new(time, "tzid" => zone) }
day = ->(date) { Icalendar::Values::Date.new(date) }
event = lambda do |uid, title, start, finish, &more|
  calendar.event do |made|
    made.uid = uid
    made.dtstamp = Icalendar::Values::DateTime.new("20260110T080000Z", "tzid" => "UTC")
    made.summary = title
    made.dtstart = start
    made.dtend = finish if finish
    more&.call(made)
  end
end

weekly, title = "weekly@gardens.example.org", "Digging, weeding; watering"
event.(weekly, title, zoned.("20240406T100000"), zoned.("20240406T120000")) do |made|
  made.rrule = "FREQ=WEEKLY;BYDAY=SA"
  made.exdate = [zoned.("20241228T100000"), zoned.("20250104T100000")]
  made.location = "Plot 7, Canal Street; behind the school"
  made.description = "Spades, seeds and tea are there.\nKinder sind willkommen, και τα σκυλιά επίσης. #{'Wear boots, please; the ground is wet. ' * 5}"
  made.categories = ["Gardens", "Outdoors"]
  made.url = "https://gardens.example.org/saturdays"
  made.geo = [51.5, -0.1]
  made.alarm do |alarm|
    alarm.action = "DISPLAY"
    alarm.summary = "Digging"
    alarm.trigger = "-PT45M"
  end
end
event.(weekly, title, zoned.("20240519T140000"), zoned.("20240519T160000")) { |made| made.recurrence_id = zoned.("20240518T100000") }
event.(weekly, title, zoned.("20240810T100000"), zoned.("20240810T120000")) do |made|
  made.recurrence_id = zoned.("20240810T100000")
  made.status = "CANCELLED"
end
event.("monthly@gardens.example.org", "Bees", zoned.("20240125T173000"), nil) do |made|
  made.duration = "PT1H"
  made.rrule = "FREQ=MONTHLY;BYDAY=4TH;UNTIL=20281231T000000Z"
  made.rdate = [zoned.("20240613T173000")]
end
event.("last@gardens.example.org", "Seed swap", zoned.("20240329T120000"), zoned.("20240329T140000")) { |made| made.rrule = "FREQ=MONTHLY;INTERVAL=6;BYDAY=FR;BYSETPOS=-1" }
event.("days@gardens.example.org", "Open gardens", day.("20250607"), day.("20250609"))
event.("floating@gardens.example.org", "Sunrise walk", Icalendar::Values::DateTime.new("20250621T043000"), Icalendar::Values::DateTime.new("20250621T060000"))
event.("utc@gardens.example.org", "Call with the gardens of Boston", Icalendar::Values::DateTime.new("20250211T150000Z", "tzid" => "UTC"), Icalendar::Values::DateTime.new("20250211T160000Z", "tzid" => "UTC")) { |made| made.status = "TENTATIVE" }
print calendar.to_ical
