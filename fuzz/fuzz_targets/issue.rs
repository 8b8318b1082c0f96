#![no_main]

libfuzzer_sys::fuzz_target!(|body: &str| {
    calfeed_fuzz::issue::issue(body);
});
