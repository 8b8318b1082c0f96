#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| calfeed_fuzz::checks::content_line(text));
