//! What the steps of the Action do with a calendar.
