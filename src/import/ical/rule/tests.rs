use super::*;

#[test]
fn a_rule_is_read() {
    assert!(SourceRule::parse("FREQ=DAILY").is_ok());
}
