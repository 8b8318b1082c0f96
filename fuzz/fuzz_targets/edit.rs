#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| calfeed_fuzz::edits::edit(text));
