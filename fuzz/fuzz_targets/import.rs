#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    calfeed_fuzz::import::imported(bytes);
});
