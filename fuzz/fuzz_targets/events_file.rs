#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| calfeed_fuzz::checks::events_file(text));
